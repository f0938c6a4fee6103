import { Help, type HelpConfiguration } from 'commander'
import { commandSentence } from '../command-line-sentences.ts'

/** The library's titles in Czech. */
const titles: Record<string, string> = {
  'Usage:': commandSentence('help.usage'),
  'Arguments:': commandSentence('help.arguments'),
  'Options:': commandSentence('help.options'),
  'Commands:': commandSentence('help.commands'),
}

/**
 * Help in Czech. The overview lists the commands of every family, not the families; what stands for a command or an
 * option, and its description, are made from the declaration before.
 */
export const czechHelp: HelpConfiguration = {
  styleTitle: (title) => titles[title] ?? title,
  commandUsage: (command) => command.usage(),
  subcommandTerm: (command) => command.summary() || command.name(),
  subcommandDescription: (command) => command.description(),
  // Without what the library adds in English, and without its brackets: what must be given stands in the usage line.
  optionTerm: (option) => option.flags.replace(/\[(.+)\]$/, '$1'),
  optionDescription: (option) => option.description,
  visibleCommands: (command) => {
    const own = new Help().visibleCommands(command)
    return own.flatMap((one) => (one.commands.length > 0 ? new Help().visibleCommands(one) : [one]))
  },
}
