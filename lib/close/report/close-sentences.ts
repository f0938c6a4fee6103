import { createTranslator } from 'use-intl/core'
import { isoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { gatewayCompany } from '#lib/gateway/registry'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import type { EntryKind } from '#lib/ledger/post.commands'
import type { AccountSum } from '../control-sums.rules.ts'
import { monthText, type Obstacle } from '../rules.ts'

/** The sentences of closing, for papers and the terminal. */
export const sentence = createTranslator({ locale: 'cs', messages: sentences, namespace: 'close' })

const officeSentence = createTranslator({ locale: 'cs', messages: sentences, namespace: 'office' })

/** What a kind of entry is called, the same as on the office's pages. */
export const entryKindText = (kind: EntryKind): string => officeSentence(`journalKind.${kind}`)

/** One obstacle as a sentence. */
export function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'earlier_open':
      return sentence('obstacle.earlier_open', { month: monthText(obstacle.month) })
    case 'day_unconfirmed':
      return sentence('obstacle.day_unconfirmed', { day: formatDate(isoDate(obstacle.day)) })
    case 'receipts_waiting':
    case 'receivables_undecided':
    case 'reversals_unknown':
      return sentence(`obstacle.${obstacle.kind}`, {
        count: obstacle.count,
        amount: formatKc(obstacle.amountHal),
      })
    case 'statement_missing':
      return sentence('obstacle.statement_missing', { account: obstacle.account })
    case 'statement_gap':
      return sentence('obstacle.statement_gap', {
        account: obstacle.account,
        before: formatDate(obstacle.before),
        after: formatDate(obstacle.after),
      })
    case 'statement_differs':
      return sentence('obstacle.statement_differs', {
        account: obstacle.account,
        journal: formatKc(obstacle.journalHal),
        closing: formatKc(obstacle.closingHal),
      })
    case 'not_over':
    case 'nothing_booked':
    case 'already_closed':
      return sentence(`obstacle.${obstacle.kind}`)
    default:
      return sentence(`obstacle.${obstacle.kind}`, { count: obstacle.count })
  }
}

/** What an account of the sums is called, with what it is of. */
export function accountText(sum: AccountSum): string {
  const name = sentence(`account.${sum.kind as 'personal'}`)
  const of = sum.bankAccount ?? (sum.gateway && gatewayCompany(sum.gateway)) ?? sum.feeKindName
  return of ? `${name} – ${of}` : name
}
