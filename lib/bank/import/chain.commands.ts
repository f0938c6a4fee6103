import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { isoDate, pragueDate } from '#lib/core/dates'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { firstStatementFirst, lastStatementFirst } from '#lib/ledger/statement-order.queries'
import { warned } from './report.ts'

/**
 * Books what the city's account held before its first statement. Where an older statement comes later, or the first one
 * is withdrawn, the difference is booked, so that the opening is always the oldest one's, and nothing where none is left.
 */
export async function bookOpening(tx: Transaction, actor: Actor, account: string): Promise<void> {
  const [booked] = await tx.execute<{ entries: number; amount_hal: string }>(sql`
    select count(*)::int as entries, coalesce(sum(l.amount_hal), 0) as amount_hal
      from journal_line l join journal_entry e on e.id = l.entry_id join account a on a.id = l.account_id
     where e.kind = 'opening_balance' and a.kind = 'bank_account' and a.bank_account = ${account}`)
  const [first] = await tx.execute<{ id: string; from_on: string; opening_hal: string }>(sql`
    select s.id, s.from_on::text, s.opening_hal
      from statement_in_force s where s.bank_account = ${account} and s.opening_hal is not null
     order by ${firstStatementFirst} limit 1`)
  const amountHal = BigInt(first?.opening_hal ?? 0) - BigInt(booked?.amount_hal ?? 0)
  if (amountHal === 0n) return
  const bankId = await findOrOpenAccount(tx, { kind: 'bank_account', bankAccount: account })
  const openingId = await findOrOpenAccount(tx, { kind: 'opening_balances', bankAccount: account })
  const on = first ? isoDate(first.from_on) : pragueDate(now())
  await postEntry(
    tx,
    actor,
    {
      kind: 'opening_balance',
      effectiveOn: on,
      bookOn: on,
      sourceReference: first ? `bank_statement:${first.id}` : `bank_account:${account}`,
      fingerprint: `bank:opening:${account}:${first?.id ?? 'none'}:${booked?.entries ?? 0}`,
    },
    [
      { accountId: bankId, amountHal },
      { accountId: openingId, amountHal: -amountHal },
    ],
  )
}

/** Sentences about gaps right before or after these statements, and a balance that is not the last statement's. */
export async function findGaps(tx: Transaction, account: string, statementIds: readonly number[]) {
  const ids = sql.join(
    statementIds.map((id) => sql`${id}::bigint`),
    sql`, `,
  )
  const gaps = await tx.execute<{ before: string; closing: string; after: string; opening: string }>(sql`
    with pair as (
      select p.id as before_id, n.id as after_id from statement_in_force n
       cross join lateral (select * from statement_in_force p
                            where p.bank_account = n.bank_account and p.to_on < n.from_on
                            order by p.to_on desc, p.from_on desc, p.id desc limit 1) p
       where n.bank_account = ${account}
         -- A statement inside another one has its neighbours there.
         and not exists (select 1 from statement_in_force w where w.bank_account = n.bank_account and w.id <> n.id
                            and w.from_on < n.from_on and w.to_on >= n.from_on)
    )
    select b.to_on::text as before, b.closing_hal as closing, a.from_on::text as after, a.opening_hal as opening
      from pair join bank_statement b on b.id = before_id join bank_statement a on a.id = after_id
     where b.closing_hal <> a.opening_hal and (b.id in (${ids}) or a.id in (${ids}))
     order by a.from_on`)
  const sentences = gaps.map((gap) =>
    warned.gap(account, isoDate(gap.before), BigInt(gap.closing), isoDate(gap.after), BigInt(gap.opening)),
  )
  const difference = await balanceDifference(tx, account)
  if (difference && sentences.length === 0) {
    sentences.push(warned.balance(account, difference.journalHal, difference.closingHal))
  }
  return sentences
}

/** The account in the journal and by its last statement, where the two are not the same. */
async function balanceDifference(tx: Transaction, account: string) {
  const [row] = await tx.execute<{ journal: string; closing: string }>(sql`
    select s.closing_hal as closing,
           (select coalesce(sum(l.amount_hal), 0) from journal_line l join account a on a.id = l.account_id
             where a.kind = 'bank_account' and a.bank_account = s.bank_account) as journal
      from statement_in_force s where s.bank_account = ${account} and s.closing_hal is not null
     order by ${lastStatementFirst} limit 1`)
  if (!row || row.journal === row.closing) return null
  return { journalHal: BigInt(row.journal), closingHal: BigInt(row.closing) }
}
