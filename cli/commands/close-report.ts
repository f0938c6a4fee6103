import { createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeJob } from '#lib/actor/actor'
import { exportForAgenda } from '#lib/close/export-agenda.queries'
import { exportJournal, UnknownBookkeepingAccount } from '#lib/close/export-journal.queries'
import { reportCsv } from '#lib/close/report/csv'
import { readMonthReport } from '#lib/close/report/month-report.queries'
import { monthPdf } from '#lib/close/report/pdf'
import { readMonth } from '#lib/close/rules'
import { isIsoDate } from '#lib/core/dates'
import { type Print, readArguments } from './refund-arguments.ts'

type Surroundings = Print & { cwd: string }

/** `close report MONTH --out FOLDER`: the month's control sums as PDF and CSV. */
export async function closeReportCommand(
  args: readonly string[],
  { print, cwd }: Surroundings,
): Promise<number> {
  const read = readArguments(args, ['out'])
  const month = readMonth(read?.words[0] ?? '')
  const out = read?.options.out
  if (!month || !out) {
    print('Použití: npm run portal -- close report RRRR-MM --out SLOŽKA')
    return 2
  }
  const report = await readMonthReport(makeJob('close-report'), month)
  if (!report) {
    print(`O měsíci ${month} deník nic neví.`)
    return 1
  }
  const folder = resolve(cwd, out)
  await writeFile(join(folder, `uzaverka-${month}.pdf`), await monthPdf(report))
  await writeFile(join(folder, `uzaverka-${month}.csv`), reportCsv(report))
  print(`Uloženo do ${folder}.`)
  return 0
}

/** `export journal --month MONTH --out FILE`: the journal for the city's bookkeeping; a fault leaves no file. */
export async function exportJournalCommand(
  args: readonly string[],
  { print, cwd }: Surroundings,
): Promise<number> {
  const read = readArguments(args, ['month', 'out'])
  const month = readMonth(read?.options.month ?? '')
  const out = read?.options.out
  if (!month || !out) {
    print('Použití: npm run portal -- export journal --month RRRR-MM --out SOUBOR')
    return 2
  }
  const pieces = await exportJournal(makeJob('export-journal'), month)
  if (!pieces) throw new Error('A job may export the journal.')
  const path = resolve(cwd, out)
  try {
    await pipeline(Readable.from(pieces), createWriteStream(`${path}.part`))
  } catch (error) {
    await rm(`${path}.part`, { force: true })
    if (!(error instanceof UnknownBookkeepingAccount)) throw error
    print(`Export se nevytvořil: v nastavení bookkeeping chybí účet pro ${error.place}.`)
    return 1
  }
  await rename(`${path}.part`, path)
  print(`Uloženo do ${path}.`)
  return 0
}

/** `export agenda --fee KIND --from DAY --to DAY --out FILE`: payments and proposals for the agenda system of a kind. */
export async function exportAgendaCommand(
  args: readonly string[],
  { print, cwd }: Surroundings,
): Promise<number> {
  const read = readArguments(args, ['fee', 'from', 'to', 'out'])
  const { fee, from = '', to = '', out } = read?.options ?? {}
  if (!fee || !isIsoDate(from) || !isIsoDate(to) || !out || read?.words.length) {
    print('Použití: npm run portal -- export agenda --fee DRUH --from DEN --to DEN --out SOUBOR')
    return 2
  }
  const csv = await exportForAgenda(makeJob('export-agenda'), { feeKindCode: fee, from, to })
  if (csv === null) {
    print(`Druh poplatku ${fee} tu není.`)
    return 1
  }
  const path = resolve(cwd, out)
  await writeFile(`${path}.part`, csv)
  await rename(`${path}.part`, path)
  print(`Uloženo do ${path}.`)
  return 0
}
