import { makeJob } from '#lib/actor/actor'
import { closeMonth } from '#lib/close/close-month.commands'
import { closeYear } from '#lib/close/close-year.commands'
import { markOfMonth } from '#lib/close/control-sums.rules'
import { listMonths } from '#lib/close/months.queries'
import { readObstacles } from '#lib/close/obstacles.queries'
import { reopenMonth } from '#lib/close/reopen-month.commands'
import { accountText, obstacleText, sentence } from '#lib/close/report/close-sentences'
import { readMonthReport } from '#lib/close/report/month-report.queries'
import { monthText, readMonth } from '#lib/close/rules'
import { formatKc } from '#lib/core/money'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

const notAllowed = 'K tomu nemá úředník oprávnění.'

/** `close status`: the months and what stands between the oldest open one and its closing. */
export async function closeStatusCommand(_args: readonly string[], { print }: Print): Promise<number> {
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
  print(`Otisk pro close month: ${markOfMonth(report.sums, obstacles)}`)
  return 0
}

/**
 * `close month MONTH --as SUBJECT --seen MARK [--carry-over REASON]`, with the mark `close status` told: exit code 0
 * closed, 1 refused with the reasons.
 */
export async function closeMonthCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['seen', 'carry-over'])
  const month = readMonth(read?.words[0] ?? '')
  const { as: subject, seen } = read?.options ?? {}
  if (!month || !subject || !seen || (read?.words.length ?? 0) > 1) {
    print('Použití: npm run portal -- close month RRRR-MM --as SUBJEKT --seen OTISK [--carry-over DŮVOD]')
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const closed = await closeMonth(officer, {
    month,
    seenMark: seen,
    carryOverReason: read?.options['carry-over'] ?? null,
  })
  if (!closed) print(notAllowed)
  else if (closed.ok) print(`${monthText(month)}: ${sentence('done')}`)
  else if (closed.error.kind === 'sums_changed') print(sentence('sumsChanged'))
  else {
    print(`${sentence('closeErrorHeading')}.`)
    for (const obstacle of closed.error.obstacles) print(`- ${obstacleText(obstacle)}`)
  }
  return closed?.ok ? 0 : 1
}

/** `close reopen MONTH --as SUBJECT --reason REASON`: by another officer than the one who closed it. */
export async function closeReopenCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['reason'])
  const month = readMonth(read?.words[0] ?? '')
  const { as: subject, reason } = read?.options ?? {}
  if (!month || !subject || !reason) {
    print('Použití: npm run portal -- close reopen RRRR-MM --as SUBJEKT --reason DŮVOD')
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const reopened = await reopenMonth(officer, { month, reason })
  if (!reopened) print(notAllowed)
  else
    print(
      reopened.ok ? `${monthText(month)} je znovu otevřený.` : sentence(`reopenProblem.${reopened.error}`),
    )
  return reopened?.ok ? 0 : 1
}

const yearProblems = {
  already: 'Rok už je uzavřený.',
  months_open: 'Nejdřív uzavřete všechny měsíce roku.',
  nothing: 'Na žádném účtu na konci roku nic nezůstalo, není co převést do dalšího.',
}

/** `close year YEAR --as SUBJECT`: writes the opening balances of the next year. */
export async function closeYearCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, [])
  const [year = ''] = read?.words ?? []
  const subject = read?.options.as
  if (!/^20\d\d$/.test(year) || !subject) {
    print('Použití: npm run portal -- close year RRRR --as SUBJEKT')
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const closed = await closeYear(officer, Number(year))
  if (!closed) print(notAllowed)
  else if (closed.ok) print(`Rok ${year} je uzavřený, počáteční stavy má účtů: ${closed.value.accounts}.`)
  else print(yearProblems[closed.error])
  return closed?.ok ? 0 : 1
}
