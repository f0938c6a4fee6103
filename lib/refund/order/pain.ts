import { accountToIban, parseAccount } from '#lib/identifiers/bank-account'
import { messageOf, type OrderItem, type RefundOrder } from './rules.ts'

/** A piece of XML: an element with its text or its children. */
type Node = [name: string, content: string | readonly Node[], currency?: string]

/**
 * The order as ISO 20022 pain.001, version .03 or .09: one payment information with a transfer for each refund. The
 * same order makes the same bytes.
 */
export function painFile(order: RefundOrder): Buffer {
  const id = `VRATKY-${order.number}`
  const count: Node = ['NbOfTxs', String(order.items.length)]
  const sum: Node = ['CtrlSum', crowns(order.totalHal)]
  const name: Node = ['Nm', words(order.debtorName, 140)]
  const isNew = order.format === 'pain.001.001.09'
  const root: Node = [
    'CstmrCdtTrfInitn',
    [
      [
        'GrpHdr',
        [
          ['MsgId', id],
          ['CreDtTm', `${order.createdAt.toISOString().slice(0, 19)}Z`],
          count,
          sum,
          ['InitgPty', [name]],
        ],
      ],
      [
        'PmtInf',
        [
          ['PmtInfId', id],
          ['PmtMtd', 'TRF'],
          count,
          sum,
          ['ReqdExctnDt', isNew ? [['Dt', order.dueOn]] : order.dueOn],
          ['Dbtr', [name]],
          [
            'DbtrAcct',
            [
              ['Id', [['IBAN', ibanOf(order.bankAccount)]]],
              ['Ccy', 'CZK'],
            ],
          ],
          ['DbtrAgt', [['FinInstnId', [['Othr', [['Id', 'NOTPROVIDED']]]]]]],
          ...order.items.map((item) => transfer(order, item)),
        ],
      ],
    ],
  ]
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${order.format}`
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}">${xml(root)}\n</Document>\n`
  return Buffer.from(text, 'utf8')
}

/** ISO 20022 pain.001, PmtInf/CdtTrfTxInf. */
function transfer(order: RefundOrder, item: OrderItem): Node {
  return [
    'CdtTrfTxInf',
    [
      // Where Czech banks look for the variable symbol.
      [
        'PmtId',
        [
          ['InstrId', item.reference],
          ['EndToEndId', `/VS${item.reference}`],
        ],
      ],
      ['Amt', [['InstdAmt', crowns(item.amountHal), 'CZK']]],
      ['Cdtr', [['Nm', words(item.name, 140)]]],
      ['CdtrAcct', [['Id', [['IBAN', ibanOf(item.bankAccount)]]]]],
      ['RmtInf', [['Ustrd', words(messageOf(order, item).join(', '), 140)]]],
    ],
  ]
}

function ibanOf(account: string): string {
  const read = parseAccount(account)
  if (!read.ok) throw new Error('The account of an order does not pass its check digits.')
  return accountToIban(read.value)
}

const crowns = (amountHal: bigint) => `${amountHal / 100n}.${String(amountHal % 100n).padStart(2, '0')}`

const words = (text: string, length: number) =>
  [...text.replace(/\p{C}/gu, ' ')].slice(0, length).join('').trim()

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

function xml([name, content, currency]: Node, depth = 1): string {
  const indent = `\n${'  '.repeat(depth)}`
  const attribute = currency ? ` Ccy="${currency}"` : ''
  const inside =
    typeof content === 'string'
      ? escaped(content)
      : content.map((child) => xml(child, depth + 1)).join('') + indent
  return `${indent}<${name}${attribute}>${inside}</${name}>`
}
