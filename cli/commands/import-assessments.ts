import { type FileHandle, open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { makeJob } from '#lib/actor/actor'
import { importAssessments } from '#lib/assessment/import/import.commands'
import { reportText } from '#lib/assessment/import/report'
import { now } from '#lib/core/clock'
import { parseCzechDate, pragueDate } from '#lib/core/dates'

const usage = 'Použití: npm run portal -- import assessments SOUBOR [--dry-run] [--known-until DEN] [--json]'

/**
 * `import assessments FILE [--dry-run] [--known-until DAY] [--json]`; the database is connected by the caller, a relative path starts
 * at `cwd`. Returns the exit code: 0 done, 1 the file has faults and nothing was written, 2 wrong usage or a file
 * that cannot be opened. Ctrl-C leaves nothing behind: it is all one transaction.
 */
export async function importAssessmentsCommand(
  args: readonly string[],
  surroundings: { cwd: string; print: (line: string) => void },
): Promise<number> {
  const { print } = surroundings
  const asked = readArguments(args)
  if (!asked) {
    print(usage)
    return 2
  }
  const { path, dryRun, knownUntil } = asked
  if (knownUntil && knownUntil > pragueDate(now())) {
    print('Takový den teprve přijde.')
    return 2
  }
  const file = await openFile(resolve(surroundings.cwd, path))
  if (!file) {
    print(`Soubor ${path} nejde otevřít.`)
    return 2
  }
  const source = { fileName: basename(path), stream: file.createReadStream() }
  const report = await importAssessments(makeJob('import-assessments'), source, { dryRun, knownUntil })
  print(asked.isJson ? JSON.stringify(report, null, 2) : reportText(report, { dryRun }))
  return report.rejectedTotal > 0 ? 1 : 0
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'known-until': { type: 'string' },
      },
    })
    const [path, ...further] = positionals
    const day = values['known-until'] === undefined ? null : parseCzechDate(values['known-until'])
    if (!path || further.length > 0 || (day && !day.ok)) return null
    return {
      path,
      dryRun: values['dry-run'],
      isJson: values.json,
      knownUntil: day?.ok ? day.value : undefined,
    }
  } catch {
    return null
  }
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
