import { type FileHandle, open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { importAssessments } from '#lib/assessment/import/commands'
import { reportText } from '#lib/assessment/import/report'

const usage = 'Použití: npm run portal -- import assessments SOUBOR [--dry-run] [--json]'

/**
 * `import assessments FILE [--dry-run] [--json]`; the database is connected by the caller, a relative path starts
 * at `cwd`. Returns the exit code: 0 done, 1 the file has faults and nothing was written, 2 wrong usage or a file
 * that cannot be opened. Ctrl-C leaves nothing behind: it is all one transaction.
 */
export async function importAssessmentsCommand(
  args: readonly string[],
  surroundings: { cwd: string; print: (line: string) => void },
): Promise<number> {
  const { print } = surroundings
  const options = args.filter((arg) => arg.startsWith('--'))
  const [path, ...further] = args.filter((arg) => !arg.startsWith('--'))
  const unknown = options.some((option) => option !== '--dry-run' && option !== '--json')
  if (!path || further.length > 0 || unknown) {
    print(usage)
    return 2
  }
  const file = await openFile(resolve(surroundings.cwd, path))
  if (!file) {
    print(`Soubor ${path} nejde otevřít.`)
    return 2
  }
  const dryRun = options.includes('--dry-run')
  const source = { fileName: basename(path), stream: file.createReadStream() }
  const report = await importAssessments(makeJob('import-assessments'), source, { dryRun })
  print(options.includes('--json') ? JSON.stringify(report, null, 2) : reportText(report, { dryRun }))
  return report.rejectedTotal > 0 ? 1 : 0
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    const file = await open(path)
    if ((await file.stat()).isFile()) return file
    await file.close()
    return null
  } catch {
    return null
  }
}
