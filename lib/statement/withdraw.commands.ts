import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { bankStatementWithdrawal } from '#db/schema/bank'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { bookOpening } from '#lib/bank/import/chain.commands'
import { importLock, takeInContinuing } from '#lib/bank/import/import.commands'
import { takeOutEntry } from '#lib/bank/import/take-out.commands'
import { addDays, type IsoDate, isoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { shortenKnownUntil } from '#lib/fee/known-until.commands'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { takeBack } from '#lib/recovery/take-back.commands'
import { mayImportStatements } from './access.ts'
import { readKindsOnAccounts } from './known/told.queries.ts'
import { followReceived } from './receive.commands.ts'

export type WithdrawProblem =
  | { kind: 'withdrawn' | 'closing_differs' | 'no_reason' | 'refund_line' | 'reversed_elsewhere' }
  /** The money of this receipt is no longer on its payers' accounts. */
  | { kind: 'money_gone'; bankEntryId: number }

/**
 * Withdraws a statement as a whole: what was matched of it is taken back, each of its entries that no other statement
 * tells is reversed, and transfers are known only up to the day before it. All of it or nothing. The officer says with
 * what balance it ends, null where it tells none. Null for anybody who may not, and for what is not there.
 */
export async function withdrawStatement(
  actor: Officer,
  wish: { statementId: number; seenClosingHal: bigint | null; reason: string },
): Promise<Result<{ entries: number }, WithdrawProblem> | null> {
  if (!mayImportStatements(actor)) return null
  const done = await database()
    .transaction((tx) => withdrawWithin(tx, actor, { ...wish, reason: wish.reason.trim() }))
    .catch((error) => {
      if (error instanceof MoneyGone) {
        return fail({ kind: 'money_gone' as const, bankEntryId: error.bankEntryId })
      }
      throw error
    })
  if (!done?.ok) return done
  const { account, entries } = done.value
  await takeInContinuing(actor, [account])
  await followReceived(actor)
  return ok({ entries })
}

/** Carries out of the transaction that nothing of it may happen. */
class MoneyGone extends Error {
  readonly bankEntryId: number
  constructor(bankEntryId: number) {
    super('money gone')
    this.bankEntryId = bankEntryId
  }
}

async function withdrawWithin(
  tx: Transaction,
  actor: Officer,
  wish: { statementId: number; seenClosingHal: bigint | null; reason: string },
): Promise<Result<{ account: string; entries: number }, WithdrawProblem> | null> {
  const { statementId, seenClosingHal, reason } = wish
  await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
  const [statement] = await tx.execute<{
    bank_account: string
    from_on: string
    closing_hal: string | null
    is_withdrawn: boolean
  }>(sql`
    select s.bank_account, s.from_on::text, s.closing_hal,
           exists (select 1 from bank_statement_withdrawal w where w.statement_id = s.id) as is_withdrawn
      from bank_statement s where s.id = ${statementId}`)
  if (!statement) return null
  if (statement.is_withdrawn) return fail({ kind: 'withdrawn' })
  if (reason === '') return fail({ kind: 'no_reason' })
  const closingHal = statement.closing_hal === null ? null : BigInt(statement.closing_hal)
  if (closingHal !== seenClosingHal) return fail({ kind: 'closing_differs' })
  const entries = await readOwnEntries(tx, statementId)
  const own = new Set(entries.map((one) => one.id))
  // An entry and its reversal within the statement make nothing together; they stay as they are.
  const alone = entries.filter((one) => one.partnerId === null)
  if (entries.some(({ partnerId }) => partnerId !== null && !own.has(partnerId))) {
    return fail({ kind: 'reversed_elsewhere' })
  }
  if (alone.some((one) => one.servesRefund)) return fail({ kind: 'refund_line' })
  await takeMatchesBack(
    tx,
    actor,
    alone.filter((one) => one.isMatched).map((one) => one.id),
    reason,
  )
  for (const { id } of alone) await takeOutEntry(tx, actor, id)
  await tx.insert(bankStatementWithdrawal).values({ statementId, reason, officerId: actor.identityId })
  await bookOpening(tx, actor, statement.bank_account)
  await shortenKnown(tx, actor, statement.bank_account, addDays(isoDate(statement.from_on), -1))
  await appendAudit(tx, actor, {
    action: 'bank_statement.withdrawn',
    subjectKind: 'bank_statement',
    subjectId: String(statementId),
    details: { entries: alone.length, reason },
  })
  return ok({ account: statement.bank_account, entries: alone.length })
}

interface OwnEntry {
  id: number
  /** The entry it takes back, or that takes it back. */
  partnerId: number | null
  isMatched: boolean
  servesRefund: boolean
}

/** The statement's entries that stand and that no other statement that counts tells. */
async function readOwnEntries(tx: Transaction, statementId: number): Promise<OwnEntry[]> {
  const rows = await tx.execute<{
    id: string
    partner_id: string | null
    is_matched: boolean
    serves_refund: boolean
  }>(sql`
    select b.id, coalesce(b.reverses_bank_entry_id, x.id) as partner_id,
           (select count(*) % 2 = 1 from bank_match m where m.bank_entry_id = b.id) as is_matched,
           exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
             -- A receivable stands on it: somebody is asked for this money.
             or exists (select 1 from receivable v where v.bank_entry_id = b.id and b.kind = 'reversal') as serves_refund
      from bank_entry b left join bank_entry x on x.reverses_bank_entry_id = b.id
     where b.statement_id = ${statementId} and b.kind <> 'withdrawal' and coalesce(x.kind, '') <> 'withdrawal'
       and not exists (select 1 from bank_entry_repeat r join statement_in_force s on s.id = r.statement_id
                        where r.bank_entry_id = b.id)
     order by b.id`)
  return rows.map((row) => ({
    id: Number(row.id),
    partnerId: row.partner_id === null ? null : Number(row.partner_id),
    isMatched: row.is_matched,
    servesRefund: row.serves_refund,
  }))
}

/** Takes the matches back one after the other, under the locks of all their accounts at once. */
async function takeMatchesBack(
  tx: Transaction,
  actor: Officer,
  bankEntryIds: readonly number[],
  reason: string,
): Promise<void> {
  if (bankEntryIds.length === 0) return
  const accounts = await tx.execute<{ id: string }>(sql`
    select distinct l.account_id as id from bank_match m join journal_line l on l.entry_id = m.journal_entry_id
     where l.side = 'credit' and m.bank_entry_id in (${sql.join(
       bankEntryIds.map((id) => sql`${id}::bigint`),
       sql`, `,
     )})`)
  await lockAccounts(
    tx,
    accounts.map(({ id }) => Number(id)),
  )
  for (const bankEntryId of bankEntryIds) {
    const problem = await takeBack(tx, actor, bankEntryId, {
      ...{ rule: 'officer', reasons: [reason], leavesReceivable: false },
    })
    // Where the money of a receipt is gone, what is owed for it has to be somebody's before the whole can be undone.
    if (problem === 'money_gone') throw new MoneyGone(bankEntryId)
    if (problem !== null) throw new Error(`A match was not taken back: ${problem}.`)
  }
}

async function shortenKnown(tx: Transaction, actor: Officer, account: string, day: IsoDate): Promise<void> {
  const kinds = (await readKindsOnAccounts(tx)).filter(({ accounts }) =>
    accounts.some((one) => one.account === account && (one.validTo === null || one.validTo > day)),
  )
  await shortenKnownUntil(
    tx,
    actor,
    kinds.map(({ code }) => code),
    day,
  )
}
