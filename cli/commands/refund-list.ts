import { refundStates } from '#lib/refund/edges.rules'
import { showRefunds } from '#lib/refund/listing.queries'
import { refundListText } from '#lib/refund/report'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

const usage = `Použití: npm run portal -- refund list --as SUBJEKT [--state ${refundStates.join('|')}] [--json]`

/** `refund list --as SUBJECT [--state STATE] [--json]`: exit code 0 told, 1 not allowed, 2 wrong usage. */
export async function refundListCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['state'])
  const subject = read?.options.as
  const wanted = read?.options.state
  const state = refundStates.find((one) => one === wanted) ?? null
  if (!read || !subject || read.words.length > 0 || (wanted !== undefined && !state)) {
    print(usage)
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const refunds = await showRefunds(officer, state)
  if (!refunds) {
    print('K vratkám nemá úředník oprávnění.')
    return 1
  }
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
  print(read.json ? JSON.stringify(refunds, plain, 2) : refundListText(refunds))
  return 0
}
