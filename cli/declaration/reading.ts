import type { CommanderError } from 'commander'
import { commandSentence } from '../command-line-sentences.ts'
import { checkWritten } from './checking.ts'
import type { Declaration } from './declaration.ts'
import { type Place, programOf } from './program.ts'
import { usageText } from './usage.ts'

/** What a command line asks for. */
export type Read =
  | { kind: 'command'; declaration: Declaration; values: Record<string, unknown> }
  | { kind: 'help'; text: string }
  | { kind: 'misused'; text: string }

/** Reads and checks what stands after `npm run portal --`, without doing anything yet. */
export function readCommandLine(declarations: readonly Declaration[], args: readonly string[]): Read {
  const options = new Map<string, string[]>()
  let read: Read | null = null
  const program = programOf(declarations, {
    value: (name, value) => options.set(name, [...(options.get(name) ?? []), value]),
    chosen: (declaration, operands) => {
      const checked = checkWritten(declaration, { arguments: operands, options })
      read = checked.ok
        ? { kind: 'command', declaration, values: checked.value }
        : { kind: 'misused', text: misuseText(declaration, checked.error) }
    },
    stopped: (place, error) => {
      read = stoppedAt(place, error)
      throw error
    },
  })
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!read) throw error
  }
  if (!read) throw new Error('The library neither chose a command nor stopped.')
  return read
}

/** The library says which of its own checks failed by a code, and in English what it failed on. */
function stoppedAt({ command, words, declaration }: Place, error: CommanderError): Read | null {
  const misused = (sentence: string): Read => ({
    kind: 'misused',
    text: declaration ? misuseText(declaration, sentence) : `${sentence}\n\n${helpText(command)}`,
  })
  switch (error.code) {
    case 'commander.helpDisplayed':
      return { kind: 'help', text: helpText(command) }
    case 'commander.help':
      return { kind: 'misused', text: helpText(command) }
    case 'commander.unknownCommand':
      // The whole list behind it would hide the one line that matters.
      return {
        kind: 'misused',
        text: commandSentence('wrong.unknownCommand', {
          command: `${words} ${command.args[0]}`.trimStart(),
          words: words === '' ? '' : ` ${words}`,
        }),
      }
    case 'commander.unknownOption': {
      const [, written = ''] = /'(.*)'/s.exec(error.message) ?? []
      const [option = ''] = written.split('=')
      const isKnown = command.options.some(({ long }) => long === option)
      return misused(commandSentence(isKnown ? 'wrong.needlessValue' : 'wrong.unknownOption', { option }))
    }
    case 'commander.excessArguments':
      return misused(
        commandSentence('wrong.excess', { given: command.args[command.registeredArguments.length] ?? '' }),
      )
    default:
      return null
  }
}

const helpText = (command: Place['command']) => command.helpInformation().trimEnd()

const misuseText = (declaration: Declaration, sentence: string) =>
  [
    sentence,
    `${commandSentence('help.usage')} ${usageText(declaration)}`,
    commandSentence('help.more', { words: declaration.words }),
  ].join('\n')
