import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { paymentList, paymentListMember } from '#db/schema/payment-list'
import type { Officer } from '#lib/actor/actor'
import { appendAudits } from '#lib/audit/append.commands'
import type { IsoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { normalAccount } from '#lib/identifiers/normal-account'
import { mayMatch } from '../access.ts'
import { candidatesOfRows } from './agreed.queries.ts'
import type { ListRow } from './payment-list.ts'

export interface NewAgreement {
  name: string
  /** The sender's account, with the bank's code. */
  counterAccount: string
  variableSymbol: string
  validFrom: IsoDate
  members: readonly Pick<ListRow, 'line' | 'variableSymbol' | 'specificSymbol'>[]
}

export type AgreeProblem =
  | { kind: 'no_name' | 'wrong_account' | 'symbol_taken' | 'agreed_before' }
  | { kind: 'unknown_rows'; lines: number[] }

/**
 * Records whose fees a sender pays together: from then on a transfer from that account with that symbol, of exactly what
 * they all owe, is split among them by itself. The symbol must be no claim's own. Null for anybody who may not.
 */
export async function agreeOnList(
  actor: Officer,
  wish: NewAgreement,
): Promise<Result<{ id: number; members: number }, AgreeProblem> | null> {
  if (!mayMatch(actor)) return null
  const name = wish.name.trim()
  const counterAccount = normalAccount(wish.counterAccount)
  if (name === '') return fail({ kind: 'no_name' })
  if (!/^(\d+-)?\d+\/\d{4}$/.test(counterAccount)) return fail({ kind: 'wrong_account' })
  return database().transaction(async (tx) => {
    const kinds = await allKinds(tx)
    const [ownClaim] = await candidatesOfRows(tx, [{ ...wish, specificSymbol: null }], kinds)
    const [taken] = await tx.execute(sql`
      select 1 from assessment where variable_symbol = ${wish.variableSymbol} and superseded_at is null limit 1`)
    if (ownClaim || taken) return fail({ kind: 'symbol_taken' })
    const candidates = await candidatesOfRows(tx, wish.members, kinds)
    const lines = wish.members.filter((_row, index) => !candidates[index]).map((row) => row.line)
    if (lines.length > 0) return fail({ kind: 'unknown_rows', lines })
    const [made] = await tx
      .insert(paymentList)
      .values({
        name,
        counterAccount,
        variableSymbol: wish.variableSymbol,
        validFrom: wish.validFrom,
        agreedBy: actor.identityId,
      })
      .onConflictDoNothing()
      .returning({ id: paymentList.id })
    if (!made) return fail({ kind: 'agreed_before' })
    const members = new Map(candidates.flatMap((one) => (one ? [[one.accountId, one.payerId] as const] : [])))
    await tx
      .insert(paymentListMember)
      .values([...members.keys()].map((accountId) => ({ listId: made.id, accountId })))
    await appendAudits(
      tx,
      actor,
      [...new Set(members.values())].map((payerId) => ({
        action: 'payment_list.agree',
        subjectKind: 'payment_list',
        subjectId: String(made.id),
        payerId,
      })),
    )
    return ok({ id: made.id, members: members.size })
  })
}

async function allKinds(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ code: string }>(sql`select code from fee_kind`)
  return rows.map((row) => row.code)
}
