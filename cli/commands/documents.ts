import { makeJob } from '#lib/actor/actor'
import { confirmDocuments } from '#lib/close/confirm-documents.commands'
import { unconfirmedDays } from '#lib/close/documents.queries'
import { numberDocuments } from '#lib/close/number-documents.commands'
import { sentence } from '#lib/close/report/close-sentences'
import { isIsoDate } from '#lib/core/dates'
import { formatKc, parseAmount } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

/** `documents list`: numbers what waits, and lists the days nobody has confirmed. */
export async function documentsListCommand(_args: readonly string[], { print }: Print): Promise<number> {
  const job = makeJob('number-documents')
  print(`Nově očíslovaných dokladů: ${await numberDocuments(job)}.`)
  const days = (await unconfirmedDays(job)) ?? []
  if (days.length === 0) print(sentence('daysEmpty'))
  for (const one of days) {
    print(`${one.day} ${formatDate(one.day)}: ${one.documents} dokladů, ${formatKc(one.controlSumHal)}`)
  }
  return 0
}

/** `documents confirm DAY --as SUBJECT --amount KČ`: the amount is the sum the officer saw. */
export async function documentsConfirmCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['amount'])
  const [day = ''] = read?.words ?? []
  const amount = parseAmount(read?.options.amount ?? '')
  const subject = read?.options.as
  if (!subject || !isIsoDate(day) || !amount.ok) {
    print('Použití: npm run portal -- documents confirm RRRR-MM-DD --as SUBJEKT --amount KČ')
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const confirmed = await confirmDocuments(officer, { day, seenSumHal: amount.value })
  if (!confirmed) print('K tomu nemá úředník oprávnění.')
  else print(confirmed.ok ? 'Doklady jsou potvrzené.' : sentence(`confirmProblem.${confirmed.error}`))
  return confirmed?.ok ? 0 : 1
}
