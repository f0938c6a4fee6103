import { makeJob } from '#lib/actor/actor'
import { markOfMonth } from '#lib/close/control-sums.rules'
import { listMonths } from '#lib/close/months.queries'
import { readObstacles } from '#lib/close/obstacles.queries'
import { accountText, obstacleText, sentence } from '#lib/close/report/close-sentences'
import { readMonthReport } from '#lib/close/report/month-report.queries'
import { monthText } from '#lib/close/rules'
import { formatKc } from '#lib/core/money'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareCommand } from '../../declaration/command.ts'

/** `close status`: the months and what stands between the oldest open one and its closing. */
export const closeStatusCommand = declareCommand({
  words: 'close status',
  about: commandSentence('about.closeStatus'),
  run: async (_values, { print }) => {
    const actor = makeJob('close-status')
    const months = (await listMonths(actor)) ?? []
    for (const { month, closed } of months) print(`${month} ${sentence(closed ? 'closed' : 'open')}`)
    const oldest = months.findLast((one) => one.closed === null)
    if (!oldest) return 0
    const obstacles = (await readObstacles(actor, oldest.month)) ?? []
    print('')
    print(`${monthText(oldest.month)}: ${obstacles.length === 0 ? sentence('noObstacle') : ''}`.trimEnd())
    for (const obstacle of obstacles) print(`- ${obstacleText(obstacle)}`)
    const report = await readMonthReport(actor, oldest.month)
    if (!report) return 0
    print('')
    for (const sum of report.sums.accounts) print(`${accountText(sum)}: ${formatKc(sum.closingHal)}`)
    print(commandSentence('closing.mark', { mark: markOfMonth(report.sums, obstacles) }))
    return 0
  },
})
