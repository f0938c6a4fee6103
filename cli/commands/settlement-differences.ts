import { makeJob } from '#lib/actor/actor'
import { parseAmount } from '#lib/core/money'
import { closeDifference } from '#lib/settlement/differences/close.commands'
import { openDifferences } from '#lib/settlement/differences/open.queries'
import { differencesText, settlementProblemText } from '#lib/settlement/report'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

/** `settlement differences [--json]`: exit code 0 where nothing is open, 1 with the list otherwise. */
export async function settlementDifferencesCommand(
  args: readonly string[],
  { print }: Print,
): Promise<number> {
  const differences = (await openDifferences(makeJob('settlement-differences'))) ?? []
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
  print(args.includes('--json') ? JSON.stringify(differences, plain, 2) : differencesText(differences))
  return differences.length === 0 ? 0 : 1
}

/** `settlement close KEY --as SUBJECT --amount KČ --reason REASON`: the amount is the one the officer saw. */
export async function settlementCloseCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['amount', 'reason'])
  const amount = parseAmount(read?.options.amount ?? '')
  const { as: subject, reason } = read?.options ?? {}
  const [key, ...further] = read?.words ?? []
  if (!subject || !reason || !key || further.length > 0 || !amount.ok) {
    print('Použití: npm run portal -- settlement close ROZDÍL --as SUBJEKT --amount KČ --reason DŮVOD')
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const closed = await closeDifference(officer, { key, seenAmountHal: amount.value, reason })
  if (!closed) print('K tomu nemá úředník oprávnění.')
  else print(closed.ok ? 'Rozdíl je uzavřený.' : settlementProblemText(closed.error))
  return closed?.ok ? 0 : 1
}
