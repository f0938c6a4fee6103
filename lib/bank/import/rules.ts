import { createHash } from 'node:crypto'
import { normalAccount } from '#lib/identifiers/normal-account'
import type { StatementEntry } from '../statement.ts'
import type { BankRule } from './input.ts'

export type BankEntryKind =
  | 'receipt'
  | 'outgoing'
  | 'bank_fee'
  | 'gateway_payout'
  | 'other'
  | 'reversal'
  | 'withdrawal'

/** Which of the city's accounts a statement speaks of; without a bank code only where one alone has that number. */
export function findCityAccount(told: string, cityAccounts: readonly string[]): string | null {
  const account = normalAccount(told)
  const known = [...new Set(cityAccounts.map(normalAccount))]
  if (known.includes(account)) return account
  if (account.includes('/')) return null
  const sameNumber = known.filter((one) => one.split('/')[0] === account)
  return sameNumber.length === 1 ? (sameNumber[0] ?? null) : null
}

/** The code of the bank that keeps all of the city's accounts; null where there are several. */
export function onlyBankCode(cityAccounts: readonly string[]): string | null {
  const [only, ...further] = new Set(cityAccounts.map((account) => account.split('/')[1]))
  return further.length === 0 ? (only ?? null) : null
}

const bare = (symbol: string | null | undefined) => (symbol ?? '').replace(/^0+/, '')

/** What an entry is, before anybody asks whose. */
export interface Recognized {
  kind: BankEntryKind
  gateway: string | null
  /** By nothing but words or a constant symbol, which anybody may write: the symbol of a claim goes before it. */
  isWeak: boolean
}

/** What an entry is by the city's rules, else by its direction. */
export function recognize(entry: StatementEntry, rules: readonly BankRule[]): Recognized {
  if (entry.reversal) return { kind: 'reversal', gateway: null, isWeak: false }
  const rule = rules.find((one) => fits(entry, one) && fitsDirection(entry, one))
  if (rule) return { kind: rule.kind, gateway: rule.gateway ?? null, isWeak: isByWords(rule) }
  return { kind: entry.amountHal > 0n ? 'receipt' : 'outgoing', gateway: null, isWeak: false }
}

/** Whether nothing but words or a constant symbol tells a rule's movements, and no account or symbol of somebody. */
const isByWords = ({ counterAccount, variableSymbol, specificSymbol }: BankRule): boolean =>
  !counterAccount && !variableSymbol && !specificSymbol

/** Words alone make no fee of money that came, nor a gateway's payout of money that left. */
function fitsDirection({ amountHal }: StatementEntry, rule: BankRule): boolean {
  if (!isByWords(rule) || rule.kind === 'other') return true
  return rule.kind === 'bank_fee' ? amountHal < 0n : amountHal > 0n
}

function fits(entry: StatementEntry, rule: BankRule): boolean {
  const { counterAccount, variableSymbol, specificSymbol, constantSymbol, message } = rule
  if (counterAccount && normalAccount(entry.counterAccount ?? '') !== normalAccount(counterAccount)) {
    return false
  }
  if (variableSymbol && bare(entry.variableSymbol) !== bare(variableSymbol)) return false
  if (specificSymbol && bare(entry.specificSymbol) !== bare(specificSymbol)) return false
  if (constantSymbol && bare(entry.constantSymbol) !== bare(constantSymbol)) return false
  return !message || (entry.message ?? '').toLowerCase().includes(message.toLowerCase())
}

/**
 * The mark of an entry without its occurrence. With the bank's own reference the words do not count: banks cut
 * them differently from one download to the next. The symbols are those that earlier versions read, so that what was
 * imported before a reader learnt to find more is still known.
 */
export function entryMark(bankAccount: string, entry: StatementEntry): string {
  const { variableSymbol, specificSymbol, constantSymbol } = entry.symbolsBefore ?? entry
  const words = entry.bankReference ? [] : [entry.name, entry.message, constantSymbol]
  const facts = [
    bankAccount,
    entry.date,
    String(entry.amountHal),
    bare(variableSymbol),
    bare(specificSymbol),
    normalAccount(entry.counterAccount ?? ''),
    entry.bankReference,
    entry.reversal ? 'reversal' : '',
    ...words,
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 40)
}
