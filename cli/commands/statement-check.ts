import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readStatements } from '#lib/bank/read'
import { StatementRefusal } from '#lib/bank/statement'
import { statementJson } from './statement-json.ts'
import { statementText } from './statement-text.ts'

const usage = 'Použití: npm run portal -- statement check SOUBOR [--bank=KÓD] [--json]'

export interface StatementCheckSurroundings {
  cwd: string
  print: (line: string) => void
  printError: (line: string) => void
  write: (text: string) => Promise<void>
}

/**
 * `statement check FILE [--bank=CODE] [--json]`: reads a bank statement and compares its control sums; no database
 * is needed. Returns the exit code: 0 read, with warnings too; 1 the file is no readable statement; 2 wrong usage
 * or a file that cannot be opened. With --json even a refused file gives whole JSON, with `refused` at its end.
 */
export async function statementCheckCommand(
  args: readonly string[],
  { cwd, print, printError, write }: StatementCheckSurroundings,
): Promise<number> {
  const [path, ...further] = args.filter((arg) => !arg.startsWith('--'))
  const options = args.filter((arg) => arg.startsWith('--'))
  const bankCode = options.map((option) => /^--bank=(\d{4})$/.exec(option)?.[1]).find((code) => code) ?? null
  const isUnknown = options.some((option) => !/^--(json|bank=\d{4})$/.test(option))
  if (!path || further.length > 0 || isUnknown) {
    printError(usage)
    return 2
  }
  const bytes = await bytesOf(resolve(cwd, path))
  if (!bytes) {
    printError(`Soubor ${path} nejde otevřít.`)
    return 2
  }
  const output = options.includes('--json') ? statementJson(write) : statementText(print)
  try {
    const { format, parts } = await readStatements(bytes, { bankCode })
    await output.begin(format)
    for await (const part of parts) await output.part(part)
    await output.end(null)
    return 0
  } catch (error) {
    if (!(error instanceof StatementRefusal)) throw error
    await output.end(error)
    printError(`Výpis nejde načíst. ${error.message}`)
    return 1
  }
}

async function bytesOf(path: string): Promise<AsyncIterable<Buffer> | null> {
  try {
    const file = await open(path)
    if ((await file.stat()).isFile()) return file.createReadStream()
    await file.close()
    return null
  } catch {
    return null
  }
}
