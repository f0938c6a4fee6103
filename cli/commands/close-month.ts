import { makeJob } from '#lib/actor/actor'
import { closeMonth, reopenMonth } from '#lib/close/month/commands'
import { listMonths, readObstacles } from '#lib/close/month/queries'
import { obstacleText, sentence } from '#lib/close/report/close-sentences'
import { readMonthReport } from '#lib/close/report/queries'
import { monthText, readMonth } from '#lib/close/rules'
import { markOfSums } from '#lib/close/sums/rules'
import { closeYear } from '#lib/close/year/commands'
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
  return 0
}

/** `close month MONTH --as SUBJECT [--carry-over REASON]`: exit code 0 closed, 1 refused with the reasons. */
export async function closeMonthCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['carry-over'])
  const month = readMonth(read?.words[0] ?? '')
  const subject = read?.options.as
  if (!month || !subject || read.words.length > 1) {
    print('Použití: npm run portal -- close month RRRR-MM --as SUBJEKT [--carry-over DŮVOD]')
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const report = await readMonthReport(officer, month)
  if (!report) {
    print(notAllowed)
    return 1
  }
  const closed = await closeMonth(officer, {
    month,
    seenMark: markOfSums(report.sums),
    carryOverReason: read.options['carry-over'] ?? null,
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

const reopenProblems = {
  not_last_closed: 'Otevřít jde jen poslední uzavřený měsíc.',
  same_officer: 'Měsíc otevírá jiný úředník, než který ho uzavřel.',
  no_reason: 'Napište důvod.',
  year_closed: 'Rok tohoto měsíce už je uzavřený.',
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
  else print(reopened.ok ? `${monthText(month)} je znovu otevřený.` : reopenProblems[reopened.error])
  return reopened?.ok ? 0 : 1
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
  else print(closed.error === 'already' ? 'Rok už je uzavřený.' : 'Nejdřív uzavřete všechny měsíce roku.')
  return closed?.ok ? 0 : 1
}
