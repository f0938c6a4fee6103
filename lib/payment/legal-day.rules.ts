import { type IsoDate, pragueDate } from '#lib/core/dates'
import { addWorkingDays, nextWorkingDay } from '#lib/core/working-days'
import type { OnlineWay } from '#lib/ledger/post.commands'

/**
 * § 166 of the tax code: a card counts on the day the payer gave the order (first evidence, Prague time); a
 * bank button on the day the city's account is credited, at the earliest the next working day after the order.
 * Both are provisional until the settlement file or the bank statement tells the day for certain.
 */
export function legalDay(way: OnlineWay, counts: 'order' | 'credited', evidenceAt: Date): IsoDate {
  const ordered = pragueDate(evidenceAt)
  if (way === 'card' || counts === 'order') return ordered
  return addWorkingDays(nextWorkingDay(ordered), 1)
}
