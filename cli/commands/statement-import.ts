import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { fileReportText } from '#lib/bank/import/report'
import { statementSource } from '#lib/bank/import/source'
import { matchingText } from '#lib/matching/report'
import { receiveStatements } from '#lib/statement/receive.commands'

const usage = 'Použití: npm run portal -- statement import SOUBOR… [--json]'

/**
 * `statement import FILE… [--json]`: imports bank statements and matches what came. Returns the exit code: 0 done,
 * 1 some file was refused and nothing of it was written, 2 wrong usage or a file that cannot be opened.
 */
export async function statementImportCommand(
  args: readonly string[],
  surroundings: { cwd: string; print: (line: string) => void },
): Promise<number> {
  const { print } = surroundings
  const options = args.filter((arg) => arg.startsWith('--'))
  const names = args.filter((arg) => !arg.startsWith('--'))
  if (names.length === 0 || options.some((option) => option !== '--json')) {
    print(usage)
    return 2
  }
  const paths = names.map((name) => resolve(surroundings.cwd, name))
  for (const [index, path] of paths.entries()) {
    if (await isFile(path)) continue
    print(`Soubor ${names[index]} nejde otevřít.`)
    return 2
  }
  const report = await receiveStatements(makeJob('import-statements'), paths.map(openStatements))
  if (options.includes('--json')) print(JSON.stringify(report, null, 2))
  else print([...report.files.map(fileReportText), matchingText(report.matching)].join('\n'))
  return report.files.some((file) => file.refusal !== null) ? 1 : 0
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

const openStatements = (path: string) => statementSource(basename(path), () => createReadStream(path))
