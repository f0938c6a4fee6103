import type { Argument, Declaration, Option } from './declaration.ts'

/** What every command begins with. */
export const call = 'npm run portal --'

const lineWidth = 90

/** How a command is called, in one line: `npm run portal -- refund approve VRATKA --as SUBJEKT --amount KČ`. */
export const usageLine = (declaration: Declaration): string => usagePieces(declaration).join(' ')

/** The same for a terminal, broken between whole options. */
export function usageText(declaration: Declaration): string {
  const lines: string[] = []
  for (const piece of usagePieces(declaration)) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(piece)
    else if (last.length + 1 + piece.length <= lineWidth) lines.splice(-1, 1, `${last} ${piece}`)
    else lines.push(`  ${piece}`)
  }
  return lines.join('\n')
}

/** The words of a command and its arguments, without options. */
export const wordsAndArguments = ({ words, arguments: declared }: Declaration): string =>
  [words, ...Object.values(declared).map(argumentTerm)].join(' ')

/** An argument as a usage line shows it. */
export const argumentTerm = ({ need, kind }: Argument): string =>
  need === 'several' ? `${kind.placeholder}…` : kind.placeholder

/** An option as a usage line shows it, with what stands for its value. */
export const optionTerm = (name: string, option: Option): string =>
  option.need === 'flag' ? `--${name}` : `--${name} ${option.kind.placeholder}`

function usagePieces(declaration: Declaration): string[] {
  const { options, groups } = declaration
  const told = new Set<string>()
  const pieces = [`${call} ${wordsAndArguments(declaration)}`]
  for (const [name, option] of Object.entries(options)) {
    if (told.has(name)) continue
    const group = groups.find(({ of }) => of.includes(name))
    const names = group?.of ?? [name]
    for (const one of names) told.add(one)
    const terms = names.flatMap((one) => (options[one] ? [optionTerm(one, options[one])] : [])).join(' | ')
    if (group?.need === 'one') pieces.push(`(${terms})`)
    else pieces.push(option.need === 'required' ? terms : `[${terms}]`)
  }
  return pieces
}
