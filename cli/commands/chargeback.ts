import type { Officer } from '#lib/actor/actor'
import { parseAmount } from '#lib/core/money'
import type { Result } from '#lib/core/result'
import { findPayment } from '#lib/settlement/chargeback/payment.queries'
import {
  type ChargebackProblem,
  reportChargeback,
  reportChargebackWon,
} from '#lib/settlement/chargeback/report.commands'
import { settlementProblemText } from '#lib/settlement/report'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

/** `chargeback report PAYMENT --as SUBJECT --amount KČ --seen KČ --reason REASON`: a bank took so much back. */
export async function chargebackReportCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const read = readArguments(args, ['amount', 'seen', 'reason'])
  const amount = parseAmount(read?.options.amount ?? '')
  const seen = parseAmount(read?.options.seen ?? '')
  const reason = read?.options.reason
  if (!amount.ok || !seen.ok || !reason) {
    return misused(surroundings, 'report PLATBA --as SUBJEKT --amount KČ --seen KČ --reason DŮVOD')
  }
  const facts = { amountHal: amount.value, seenAmountHal: seen.value, reason }
  return act(read, surroundings, 'Reklamace je zapsaná a dluh znovu otevřený.', (officer, attemptId) =>
    reportChargeback(officer, { attemptId, ...facts }),
  )
}

/** `chargeback won PAYMENT --as SUBJECT --amount KČ --reason REASON`: the money is back at the city. */
export async function chargebackWonCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const read = readArguments(args, ['amount', 'reason'])
  const amount = parseAmount(read?.options.amount ?? '')
  const reason = read?.options.reason
  if (!amount.ok || !reason) {
    return misused(surroundings, 'won PLATBA --as SUBJEKT --amount KČ --reason DŮVOD')
  }
  return act(read, surroundings, 'Peníze jsou zpátky a znovu započtené.', (officer, attemptId) =>
    reportChargebackWon(officer, { attemptId, seenAmountHal: amount.value, reason }),
  )
}

/** Exit code 0 done, 1 refused, 2 wrong usage. */
async function act(
  read: ReturnType<typeof readArguments>,
  surroundings: Print,
  sentence: string,
  command: (officer: Officer, attemptId: string) => Promise<Result<unknown, ChargebackProblem> | null>,
): Promise<number> {
  const subject = read?.options.as
  const [reference, ...further] = read?.words ?? []
  if (!subject || !reference || further.length > 0) {
    return misused(surroundings, 'report|won PLATBA --as SUBJEKT …')
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const attemptId = await findPayment(officer, reference)
  const done = attemptId ? await command(officer, attemptId) : null
  if (!done) surroundings.print('K tomu nemá úředník oprávnění, nebo taková zaplacená platba není.')
  else surroundings.print(done.ok ? sentence : settlementProblemText(done.error))
  return done?.ok ? 0 : 1
}

function misused({ print }: Print, usage: string): number {
  print(`Použití: npm run portal -- chargeback ${usage}`)
  return 2
}
