import type { Officer } from '#lib/actor/actor'
import { parseAmount } from '#lib/core/money'
import type { Result } from '#lib/core/result'
import { approveRefund, rejectRefund, resolveRefund } from '#lib/refund/decide.commands'
import { findRefund } from '#lib/refund/find.queries'
import { refundProblemText } from '#lib/refund/report'
import { actingOfficer, notAllowed, type Print, readArguments } from './refund-arguments.ts'

/** `refund approve REFUND --as SUBJECT --amount KČ`: the amount is the one the officer saw. */
export async function refundApproveCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const read = readArguments(args, ['amount'])
  const amount = parseAmount(read?.options.amount ?? '')
  if (!amount.ok) return misused(surroundings, 'refund approve VRATKA --as SUBJEKT --amount KČ')
  return decide(read, surroundings, 'Vratka je schválená.', (officer, refundId) =>
    approveRefund(officer, { refundId, seenAmountHal: amount.value }),
  )
}

/** `refund reject REFUND --as SUBJECT --reason REASON`. */
export async function refundRejectCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const read = readArguments(args, ['reason'])
  const reason = read?.options.reason
  if (!reason) return misused(surroundings, 'refund reject VRATKA --as SUBJEKT --reason DŮVOD')
  return decide(read, surroundings, 'Vratka je zamítnutá.', (officer, refundId) =>
    rejectRefund(officer, { refundId, reason }),
  )
}

/** `refund resolve REFUND --as SUBJECT --outcome done|failed --reason REASON`: closes one that is held as unknown. */
export async function refundResolveCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const read = readArguments(args, ['outcome', 'reason'])
  const reason = read?.options.reason
  const outcome = (['done', 'failed'] as const).find((one) => one === read?.options.outcome)
  if (!reason || !outcome) {
    return misused(surroundings, 'refund resolve VRATKA --as SUBJEKT --outcome done|failed --reason DŮVOD')
  }
  const sentence =
    outcome === 'done' ? 'Vratka je uzavřená: peníze odešly.' : 'Vratka je uzavřená: peníze neodešly.'
  return decide(read, surroundings, sentence, (officer, refundId) =>
    resolveRefund(officer, { refundId, outcome, reason }),
  )
}

type Problem = Parameters<typeof refundProblemText>[0]

/** Exit code 0 done, 1 refused, 2 wrong usage. */
async function decide(
  read: ReturnType<typeof readArguments>,
  surroundings: Print,
  sentence: string,
  act: (officer: Officer, refundId: string) => Promise<Result<null, Problem> | null>,
): Promise<number> {
  const subject = read?.options.as
  const [reference, ...further] = read?.words ?? []
  if (!subject || !reference || further.length > 0) {
    return misused(surroundings, 'refund approve|reject|resolve VRATKA --as SUBJEKT …')
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const refundId = await findRefund(officer, reference)
  const done = refundId ? await act(officer, refundId) : null
  if (!done) surroundings.print(notAllowed)
  else surroundings.print(done.ok ? sentence : refundProblemText(done.error))
  return done?.ok ? 0 : 1
}

function misused({ print }: Print, usage: string): number {
  print(`Použití: npm run portal -- ${usage}`)
  return 2
}
