import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import { formatAccount, ibanToAccount, parseAccount } from '#lib/identifiers/bank-account'
import { lockMoney } from './lock-money.commands.ts'
import { type ProposedRefund, proposeWithin } from './propose.commands.ts'

/**
 * Money for a designated amount that came after its day is credit, and it is returned (§ 125h of act 361/2000): proposes a
 * refund the way it came, to the card or to the account it was sent from. Two officers agree as with any other. What came
 * in a way that leads nowhere back waits for an officer. Returns how many were proposed; may be repeated at any time.
 */
export async function proposeReturns(actor: Job): Promise<number> {
  const accounts = await database().execute<{ id: string }>(sql`
    select b.account_id as id from account_balance b join account a on a.id = b.account_id and a.kind = 'personal'
      join fee_kind k on k.code = a.fee_kind_code and k.regime = 'designated_amount' and k.posting = 'book'
     where b.credit_hal > 0 and ${hasNoRequest} order by b.account_id`)
  let proposed = 0
  for (const { id } of accounts) {
    const isProposed = await database()
      .transaction((tx) => proposeOne(tx, actor, Number(id)))
      .catch((error) => {
        log.error({ error, accountId: id }, 'the return of money that came late could not be proposed')
        return false
      })
    if (isProposed) proposed++
  }
  return proposed
}

/** A request under way takes the credit already; one that failed or was rejected is an officer's matter from then on. */
const hasNoRequest = sql`not exists (
  select 1 from refund r where r.account_id = b.account_id and r.ground = 'returned_designated'
     and r.state in ('proposed', 'waiting', 'rejected', 'failed', 'returned'))`

interface Source extends Record<string, unknown> {
  payer_id: string
  credit_hal: string
  laid_hal: string
  attempt_id: string | null
  counter_account: string | null
}

async function proposeOne(tx: Transaction, actor: Job, accountId: number): Promise<boolean> {
  // The payment before the account, as everybody locks them; then read again under both locks.
  const before = await readSource(tx, accountId)
  if (!before) return false
  await lockMoney(tx, { attemptId: before.attempt_id, accountId })
  const source = await readSource(tx, accountId)
  const to = source && source.attempt_id === before.attempt_id ? wayBack(source) : null
  if (!source || !to) return false
  const creditHal = BigInt(source.credit_hal)
  const laidHal = BigInt(source.laid_hal)
  const wish: ProposedRefund = {
    accountId,
    ground: 'returned_designated',
    entitled: { payerId: source.payer_id },
    amountHal: laidHal < creditHal ? laidHal : creditHal,
    seenCreditHal: creditHal,
    to,
  }
  const proposed = await proposeWithin(tx, actor, wish, null)
  if (!proposed?.ok)
    log.warn({ accountId, problem: proposed?.error }, 'money that came late waits for an officer')
  return proposed?.ok ?? false
}

/** The newest payment that left credit and was not taken back since. */
async function readSource(tx: Transaction, accountId: number): Promise<Source | null> {
  const [source] = await tx.execute<Source>(sql`
    select a.payer_id, b.credit_hal, -l.amount_hal as laid_hal, t.id as attempt_id, n.counter_account
      from account_balance b join account a on a.id = b.account_id
      join journal_line l on l.account_id = a.id and l.side = 'credit' and l.assessment_id is null and l.amount_hal < 0
      join journal_entry e on e.id = l.entry_id and e.kind = 'payment'
      left join payment_attempt t on e.source_reference = 'payment_attempt:' || t.id
      left join bank_entry n on e.source_reference = 'bank_entry:' || n.id
     where b.account_id = ${accountId} and b.credit_hal > 0 and ${hasNoRequest}
       and not exists (select 1 from journal_entry r where r.reverses_entry_id = e.id)
     order by e.id desc limit 1`)
  return source ?? null
}

function wayBack({ attempt_id: attemptId, counter_account: told }: Source): ProposedRefund['to'] | null {
  if (attemptId) return { attemptId }
  if (!told) return null
  const iban = ibanToAccount(told)
  if (iban) return { bankAccount: formatAccount(iban) }
  const account = parseAccount(told)
  return account.ok ? { bankAccount: formatAccount(account.value) } : null
}
