import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job } from '#lib/actor/actor'
import { fileReportText } from '#lib/bank/import/report'
import { statementSource } from '#lib/bank/import/source'
import { now } from '#lib/core/clock'
import { env } from '#lib/core/env'
import { log } from '#lib/core/log'
import { receiveStatements } from './receive.commands.ts'

/** A file still being copied changes; one that has rested so long is whole. */
const restedMs = 60_000

/** The folders beside the files: what was imported, and what was refused with a text that says why. */
const doneFolder = 'hotovo'
const refusedFolder = 'odmitnuto'

/**
 * Imports the statements that lie in the watched folder, oldest name first, and puts each away. A crash between the
 * import and the putting away does no harm: the same file imported again adds nothing. Returns how many were put away.
 */
export async function emptyStatementInbox(actor: Job): Promise<number> {
  const folder = env().STATEMENT_INBOX
  if (!folder) return 0
  const names = await restedFiles(folder)
  if (names.length === 0) return 0
  for (const name of [doneFolder, refusedFolder]) await mkdir(join(folder, name), { recursive: true })
  for (const name of names) {
    const path = join(folder, name)
    const source = statementSource(name, () => createReadStream(path))
    const [report] = (await receiveStatements(actor, [source])).files
    if (!report) throw new Error('The import told nothing of its file.')
    const isRefused = report.refusal !== null
    const target = join(
      folder,
      isRefused ? refusedFolder : doneFolder,
      await freeName(folder, name, isRefused),
    )
    if (isRefused || report.warnings.length > 0)
      await writeFile(`${target}.txt`, `${fileReportText(report)}\n`)
    await rename(path, target)
    log.info(
      { entries: report.entries, newEntries: report.newEntries, isRefused },
      'a statement was taken in',
    )
  }
  return names.length
}

async function restedFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true })
  const rested: string[] = []
  for (const entry of found) {
    if (!entry.isFile() || /^\.|\.(part|tmp|filepart)$/i.test(entry.name)) continue
    const { mtimeMs } = await stat(join(folder, entry.name))
    if (now().getTime() - mtimeMs >= restedMs) rested.push(entry.name)
  }
  return rested.sort()
}

/** Nothing that was put away before is written over. */
async function freeName(folder: string, name: string, isRefused: boolean): Promise<string> {
  const taken = new Set(await readdir(join(folder, isRefused ? refusedFolder : doneFolder)))
  if (!taken.has(name)) return name
  for (let number = 2; ; number++) {
    const other = `${number}-${name}`
    if (!taken.has(other)) return other
  }
}
