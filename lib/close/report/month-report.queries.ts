import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { seesMonths } from '../access.ts'
import { type BankBalance, readBankBalances } from '../bank-balances.queries.ts'
import { readControlSums } from '../control-sums.queries.ts'
import type { ControlSums } from '../control-sums.rules.ts'
import { listMonths, type MonthState } from '../months.queries.ts'
import type { AccountingMonth } from '../rules.ts'

/** What the accountant takes away of a month. */
export interface MonthReport {
  cityName: string
  sums: ControlSums
  /** The journal against the bank's statements at the month's end. */
  banks: BankBalance[]
  closed: MonthState['closed']
  /** Whether this is the one closed last, which alone may be opened again. */
  isLastClosed: boolean
  madeAt: Date
}

/** The report of a month, closed or not; null for anybody who may not and for a month the books do not know. */
export async function readMonthReport(actor: Actor, month: AccountingMonth): Promise<MonthReport | null> {
  if (!seesMonths(actor)) return null
  const [months, city] = await Promise.all([listMonths(actor), citySettings()])
  const state = months?.find((one) => one.month === month)
  if (!state) return null
  const [sums, banks] = await Promise.all([
    readControlSums(database(), month),
    readBankBalances(database(), month),
  ])
  const isLastClosed = months?.find((one) => one.closed)?.month === month
  return { cityName: city.fullName, sums, banks, closed: state.closed, isLastClosed, madeAt: now() }
}
