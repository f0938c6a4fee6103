import type { Gateway } from '#sandbox/comgate/gateway'
import { done, type Outcome } from '#sandbox/comgate/refusal'
import { singleTransfer, transferCsv, transferList } from '#sandbox/comgate/transfers'
import { replyJson } from '#sandbox/reply'

const operations = ['transferList', 'singleTransfer', 'csvSingleTransfer'] as const
type Operation = (typeof operations)[number]

/** Whether a call asks about transfers. */
export const isSettlementOperation = (name: string): name is Operation =>
  operations.some((one) => one === name)

/** What both versions answer in JSON: rows, a file, or a refusal. */
export function replySettlement(
  { payments, options }: Gateway,
  operation: Operation,
  fields: ReadonlyMap<string, string>,
): Response {
  const test = fields.get('test') === 'true'
  const all = payments.list()
  const id = fields.get('transferId') ?? ''
  const rows = () => singleTransfer(all, options.merchant, id, test)
  if (operation === 'transferList') return bare(transferList(all, fields.get('date') ?? '', test))
  if (operation === 'singleTransfer') return bare(rows())
  const found = rows()
  if (found.kind !== 'done') return bare(found)
  const csv = Buffer.from(transferCsv(found.value)).toString('base64')
  return bare(done({ nazev: `prevod_${id}.csv`, csv }))
}

const bare = (outcome: Outcome<unknown>): Response =>
  replyJson(200, outcome.kind === 'done' ? outcome.value : outcome.kind === 'refused' ? outcome.refusal : {})
