import { AttemptStateTag } from '#components/office/payment/attempt-state-tag'
import { Table } from '#components/ui/table'
import type { AttemptState } from '#lib/payment/edges.rules'

/** One payment of a list, every value already in words. */
export interface PaymentLine {
  attemptId: string
  time: string
  reference: string
  gatewayPaymentId: string
  payers: string
  /** Who pays, where it is somebody else. */
  remitter: string | null
  amount: string
  way: string
  state: AttemptState
  stateWord: string
}

export interface PaymentTableWords {
  caption: string
  column: Record<'time' | 'reference' | 'gatewayPaymentId' | 'payers' | 'amount' | 'way' | 'state', string>
}

/** Payments for the office, drawn alike by the server for a list and by the browser for what a search found. */
export function PaymentTable({
  lines,
  words: { caption, column },
}: {
  lines: readonly PaymentLine[]
  words: PaymentTableWords
}) {
  return (
    <Table
      caption={caption}
      rows={lines}
      rowKey={(line) => line.attemptId}
      columns={[
        {
          key: 'reference',
          header: column.reference,
          rowHeader: true,
          cell: (line) => (
            <a href={`/urad/platby/${line.attemptId}`} className="link tabular-nums">
              {line.reference}
            </a>
          ),
        },
        {
          key: 'time',
          header: column.time,
          cell: (line) => <span className="tabular-nums">{line.time}</span>,
        },
        {
          key: 'payers',
          header: column.payers,
          cell: (line) => (
            <>
              {line.payers}
              {line.remitter ? <span className="block text-muted text-sm"> {line.remitter}</span> : null}
            </>
          ),
        },
        {
          key: 'gatewayPaymentId',
          header: column.gatewayPaymentId,
          cell: (line) => (
            <span className="break-all font-mono text-sm sm:whitespace-nowrap">{line.gatewayPaymentId}</span>
          ),
        },
        { key: 'way', header: column.way, cell: (line) => line.way },
        {
          key: 'state',
          header: column.state,
          cell: (line) => <AttemptStateTag state={line.state}>{line.stateWord}</AttemptStateTag>,
        },
        { key: 'amount', header: column.amount, numeric: true, cell: (line) => line.amount },
      ]}
    />
  )
}
