import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'
import type { IsoDate } from '#lib/core/dates'
import { type OwnAccount, readOwnAccount } from './account-order.ts'
import {
  accountField,
  amountField,
  balanceField,
  dateField,
  field,
  type GpcRecord,
  placeOf,
  requireLength,
} from './fields.ts'

/** What record 074 tells. The turnovers are as the bank counts them. */
export interface GpcHeader {
  own: OwnAccount
  rawAccount: string
  bankCode: string | null
  number: string | null
  from: IsoDate | null
  to: IsoDate | null
  openingHal: bigint
  closingHal: bigint
  /** Null where the bank tells none: blank is not zero. */
  debitTurnoverHal: bigint | null
  creditTurnoverHal: bigint | null
}

/**
 * GPC record 074: account on positions 4–19, day of the old balance 40–45, old and new balance 46–75, turnovers 76–105,
 * number 106–108, day 109–114, behind them what tells the bank. Exporters end it anywhere from position 114 on.
 */
export function readHeader(record: GpcRecord, knownBankCode: string | null): GpcHeader {
  requireLength(record, 114)
  const rawAccount = accountField(record, 4)
  if (rawAccount === null) throw new StatementRefusal(placeOf(record, 4, 19), sentence('gpc.account'))
  const filler = field(record, 115, 128)
  const ibanStart = /^CZ\d{6}/.exec(filler)?.[0] ?? null
  const bankOfFiller = ibanStart ? ibanStart.slice(4, 8) : filler.startsWith('FIO') ? '2010' : null
  const number = field(record, 106, 108).trim().replace(/^0+/, '')
  return {
    own: readOwnAccount(rawAccount, ibanStart),
    rawAccount,
    bankCode: bankOfFiller ?? knownBankCode,
    number: number === '' ? null : number,
    from: dateField(record, 40),
    to: dateField(record, 109),
    openingHal: balanceField(record, 46, 59),
    closingHal: balanceField(record, 61, 74),
    debitTurnoverHal: turnoverField(record, 76, 89),
    creditTurnoverHal: turnoverField(record, 91, 104),
  }
}

const turnoverField = (record: GpcRecord, from: number, to: number): bigint | null =>
  field(record, from, to).trim() === '' ? null : amountField(record, from, to)
