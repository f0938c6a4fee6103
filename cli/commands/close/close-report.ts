import { join, resolve } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { reportCsv } from '#lib/close/report/csv'
import { readMonthReport } from '#lib/close/report/month-report.queries'
import { monthPdf } from '#lib/close/report/pdf'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareCommand } from '../../declaration/command.ts'
import { required } from '../../declaration/declaration.ts'
import { file, month } from '../../declaration/kinds.ts'
import { writeWhole } from '../../surroundings/saved-file.ts'

/** `close report`: the month's control sums as PDF and CSV. */
export const closeReportCommand = declareCommand({
  words: 'close report',
  about: commandSentence('about.closeReport'),
  arguments: { month: required(month, commandSentence('option.month')) },
  options: { out: required(file(commandSentence('value.folder')), commandSentence('option.outFolder')) },
  run: async ({ month, out }, { print, cwd }) => {
    const report = await readMonthReport(makeJob('close-report'), month)
    if (!report) {
      print(commandSentence('closing.unknownMonth', { month }))
      return 1
    }
    const folder = resolve(cwd, out)
    await writeWhole(join(folder, `uzaverka-${month}.pdf`), [await monthPdf(report)])
    await writeWhole(join(folder, `uzaverka-${month}.csv`), [reportCsv(report)])
    print(commandSentence('said.saved', { path: folder }))
    return 0
  },
})
