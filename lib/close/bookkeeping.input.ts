import { z } from 'zod'

const code = z.string().regex(/^\d{3,6}$/)
const item = z.string().regex(/^\d{4}$/)

/**
 * The value of the city setting `bookkeeping`: the accounts of the city's bookkeeping (act 563/1991) and the items of
 * its budget (decree 412/2021). Defaults are the usual ones; what a city does otherwise it sets, valid from a day on.
 */
export const bookkeepingShape = z
  .object({
    /** By the kind of the journal's account; personal accounts and revenue by fee kind below. */
    accounts: z.record(z.string(), code).default({}),
    /** Receivables and revenue of a fee kind, and its budget item. */
    feeKinds: z
      .record(z.string(), z.object({ receivable: code, revenue: code, budgetItem: item.optional() }))
      .default({}),
    /** The budget item of money nobody knows the owner of. */
    unidentifiedItem: item.default('2328'),
  })
  .prefault({})
export type Bookkeeping = z.infer<typeof bookkeepingShape>

const usualAccounts: Record<string, string> = {
  bank_account: '231',
  gateway_clearing: '262',
  cash_desk: '261',
  unidentified: '378',
  refunds_payable: '378',
  chargebacks: '377',
  receivables: '377',
  gateway_fees: '518',
  bank_fees: '518',
  other_movements: '378',
  opening_balances: '401',
  write_offs: '557',
}

const usualFeeKinds: Record<string, { receivable: string; revenue: string; budgetItem?: string }> = {
  odpad: { receivable: '315', revenue: '606', budgetItem: '1345' },
  pes: { receivable: '315', revenue: '606', budgetItem: '1341' },
  pobyt: { receivable: '315', revenue: '606', budgetItem: '1342' },
  'verejne-prostranstvi': { receivable: '315', revenue: '606', budgetItem: '1343' },
  najem: { receivable: '311', revenue: '603', budgetItem: '2132' },
  pokuta: { receivable: '315', revenue: '642', budgetItem: '2212' },
  'naklady-rizeni': { receivable: '315', revenue: '649', budgetItem: '2324' },
  'spravni-poplatek': { receivable: '315', revenue: '605', budgetItem: '1361' },
  'urcena-castka': { receivable: '315', revenue: '642', budgetItem: '2212' },
}

/** The account of the bookkeeping and the budget item a journal line belongs to, or null where nobody set one. */
export function bookkeepingOf(
  settings: Bookkeeping,
  line: { kind: string; feeKindCode: string | null },
): { account: string; budgetItem: string | null } | null {
  const { kind, feeKindCode } = line
  const fee = feeKindCode ? (settings.feeKinds[feeKindCode] ?? usualFeeKinds[feeKindCode]) : undefined
  if (kind === 'personal') return fee ? { account: fee.receivable, budgetItem: fee.budgetItem ?? null } : null
  if (kind === 'revenue') return fee ? { account: fee.revenue, budgetItem: fee.budgetItem ?? null } : null
  if (kind === 'paid_elsewhere') {
    const account = settings.accounts.paid_elsewhere ?? '231'
    return fee ? { account, budgetItem: fee.budgetItem ?? null } : null
  }
  const account = settings.accounts[kind] ?? usualAccounts[kind]
  if (!account) return null
  return { account, budgetItem: kind === 'unidentified' ? settings.unidentifiedItem : null }
}
