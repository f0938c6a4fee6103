import { Argument, Command, type CommanderError, Option } from 'commander'
import { commandSentence } from '../command-line-sentences.ts'
import type { Declaration } from './declaration.ts'
import { czechHelp } from './help.ts'
import type { Kind } from './kinds.ts'
import { call, usageText, wordsAndArguments } from './usage.ts'

/** A place in the tree of commands: the overview, a family, or a command with its declaration. */
export interface Place {
  command: Command
  words: string
  declaration: Declaration | null
}

/** What the library tells while it reads. */
export interface Reader {
  /** A value of an option, empty where it has none. */
  value: (name: string, value: string) => void
  chosen: (declaration: Declaration, operands: readonly string[]) => void
  /** It stopped there, for a help asked for or for a mistake; has to throw. */
  stopped: (place: Place, error: CommanderError) => never
}

/** The library's tree for these commands: families, under them commands. */
export function programOf(declarations: readonly Declaration[], reader: Reader): Command {
  const place = (words: string, usage: string, about: string, declaration: Declaration | null) => {
    const command = new Command(words.split(' ').at(-1))
    return command
      .description(about)
      .usage(usage)
      .helpCommand(false)
      .helpOption('-h, --help', commandSentence('help.help'))
      .showSuggestionAfterError(false)
      .configureHelp(czechHelp)
      .configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} })
      .exitOverride((error) => reader.stopped({ command, words, declaration }, error))
  }
  const word = commandSentence('help.command')
  const program = place('', `${call} ${word}`, commandSentence('help.overview'), null)
  const familyOf = ({ words }: Declaration) => words.split(' ')[0] ?? ''
  for (const group of new Set(declarations.map(familyOf))) {
    const about = commandSentence('help.group', { group })
    const family = place(group, `${call} ${group} ${word}`, about, null)
    for (const one of declarations.filter((declaration) => familyOf(declaration) === group)) {
      const leaf = place(one.words, usageText(one), one.about, one)
      declareValues(leaf, one, reader)
      family.addCommand(leaf.summary(wordsAndArguments(one)))
    }
    program.addCommand(family)
  }
  return program
}

/** Every value may be missing as the library sees it, so that what is missing is told in our own order. */
function declareValues(leaf: Command, declaration: Declaration, reader: Reader): void {
  for (const { need, kind, about } of Object.values(declaration.arguments)) {
    const name = need === 'several' ? `${kind.placeholder}...` : kind.placeholder
    leaf.addArgument(new Argument(`[${name}]`, described(about, kind)))
  }
  for (const [name, option] of Object.entries(declaration.options)) {
    const about = option.need === 'flag' ? option.about : described(option.about, option.kind)
    const term = option.need === 'flag' ? `--${name}` : `--${name} [${option.kind.placeholder}]`
    leaf.addOption(new Option(term, about).preset('').argParser((value: string) => reader.value(name, value)))
  }
  leaf.action(() => reader.chosen(declaration, leaf.args))
}

const described = (about: string, { expected }: Kind<unknown>) =>
  expected ? `${about} (${expected})` : about
