import { type SQL, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import { normalAccount } from '#lib/bank/import/rules'
import { readSetting } from '#lib/city/settings.queries'
import { type IsoDate, isoDate } from '#lib/core/dates'
import type { Component } from '#lib/ledger/allocation.rules'
import { type MatchingSettings, matchingSettingsShape } from './input.ts'
import { type Candidate, nameWords, type Receipt } from './rules.ts'

type Reader = Transaction | Database

/**
 * SQL over bank entry `b`: a receipt nobody has, and no reversal took back. Asked of each entry by the index; as an
 * anti-join the planner would read all the entries there ever were for a few that are asked about.
 */
export const isWaiting: SQL = sql`(b.kind = 'receipt' and b.reverses_bank_entry_id is null
  and (select x.id from bank_entry x where x.reverses_bank_entry_id = b.id) is null
  and (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = 0)`

/** A receipt with the day it was credited and how many turns its matching has had. */
export interface WaitingReceipt extends Receipt {
  bookedOn: IsoDate
  turns: number
}

/** The receipt if it waits, or null. */
export async function readWaiting(tx: Reader, bankEntryId: number): Promise<WaitingReceipt | null> {
  const [receipt] = await readWaitingOf(tx, [bankEntryId])
  return receipt ?? null
}

/** Those of the receipts that wait, in the order of their numbers. */
export async function readWaitingOf(tx: Reader, bankEntryIds: readonly number[]): Promise<WaitingReceipt[]> {
  const rows = await tx.execute<{
    id: string
    bank_account: string
    booked_on: string
    amount_hal: string
    variable_symbol: string | null
    specific_symbol: string | null
    counter_account: string | null
    counter_name: string | null
    message: string | null
    turns: string
  }>(sql`
    select b.id, b.bank_account, b.booked_on::text, b.amount_hal, b.variable_symbol, b.specific_symbol,
           b.counter_account, b.counter_name, b.message,
           (select count(*) from bank_match m where m.bank_entry_id = b.id) as turns
      from unnest(${idArray(bankEntryIds)}) as asked (id)
      -- Each by its number, whatever the planner believes of the table after a large import.
      cross join lateral (select * from bank_entry e where e.id = asked.id offset 0) b
     where ${isWaiting} order by b.id`)
  return rows.map((row) => ({
    bankEntryId: Number(row.id),
    bankAccount: row.bank_account,
    bookedOn: isoDate(row.booked_on),
    amountHal: BigInt(row.amount_hal),
    variableSymbol: row.variable_symbol,
    specificSymbol: row.specific_symbol,
    counterAccount: row.counter_account,
    counterName: row.counter_name,
    message: row.message,
    turns: Number(row.turns),
  }))
}

/** The receipts that wait among the next so many entries, in the order of their numbers, and the last number looked at. */
export async function nextWaiting(
  tx: Reader,
  afterId: number,
  limit: number,
): Promise<{ ids: number[]; lastId: number } | null> {
  // Along the primary key and no other index: how many wait the planner cannot know.
  const rows = await tx.execute<{ id: string; waits: boolean }>(sql`
    select b.id, ${isWaiting} as waits from bank_entry b where b.id > ${afterId} order by b.id limit ${limit}`)
  const lastId = rows.at(-1)?.id
  if (lastId === undefined) return null
  return { ids: rows.filter((row) => row.waits).map((row) => Number(row.id)), lastId: Number(lastId) }
}

/** Matched receipts whose money the bank has taken back since. */
export async function matchedButReversed(tx: Reader): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select b.id from bank_entry r join bank_entry b on b.id = r.reverses_bank_entry_id and b.kind = 'receipt'
     where (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = 1 order by b.id`)
  return rows.map((row) => Number(row.id))
}

/** Which of the receipts have had a round of proposals since the last turn of their matching, and how many it found. */
export async function countProposalsOf(
  tx: Reader,
  bankEntryIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await tx.execute<{ id: string; proposals: string }>(sql`
    select p.bank_entry_id as id, count(*) filter (where p.position > 0) as proposals
      from bank_proposal p
     where p.bank_entry_id = any(${idArray(bankEntryIds)})
       and p.round = (select max(round) from bank_proposal r where r.bank_entry_id = p.bank_entry_id)
       and p.at >= coalesce((select max(at) from bank_match m where m.bank_entry_id = p.bank_entry_id), p.at)
     group by p.bank_entry_id`)
  return new Map(rows.map((row) => [Number(row.id), Number(row.proposals)]))
}

/** The fee kinds paid to this account of the city on that day. */
export async function kindsOn(tx: Reader, bankAccount: string, on: IsoDate): Promise<string[]> {
  return (await readPaidKinds(tx))(bankAccount, on)
}

/** Tells which fee kinds are paid to which account of the city on which day. */
export async function readPaidKinds(tx: Reader): Promise<(bankAccount: string, on: IsoDate) => string[]> {
  const rows = await tx.execute<{
    fee_kind_code: string
    account_number: string
    valid_from: string
    valid_to: string | null
  }>(sql`select fee_kind_code, account_number, valid_from::text, valid_to::text from fee_bank_account`)
  const periods = rows.map((row) => ({ ...row, account: normalAccount(row.account_number) }))
  return (bankAccount, on) => {
    const there = periods.filter(
      (row) =>
        row.account === bankAccount && row.valid_from <= on && (row.valid_to === null || row.valid_to >= on),
    )
    return [...new Set(there.map((row) => row.fee_kind_code))]
  }
}

/** How far the rules may go by themselves today; the defaults where the city has said nothing. */
export async function readMatchingSettings(tx: Reader): Promise<MatchingSettings> {
  return matchingSettingsShape.parse(await readSetting(tx, 'matching'))
}

const list = (values: readonly (string | number)[], type: SQL) =>
  sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::${type}[]`

const found = (rows: readonly { account_id: string }[]) => rows.map((row) => Number(row.account_id))

/** Accounts of these fee kinds on whose claims one of the variable symbols stands. */
export async function accountsBySymbols(tx: Reader, symbols: readonly string[], kinds: readonly string[]) {
  if (symbols.length === 0 || kinds.length === 0) return []
  return found(
    await tx.execute<{ account_id: string }>(sql`
      select distinct a.account_id from assessment a
       where a.variable_symbol = any(${list(symbols, sql`text`)}) and a.superseded_at is null
         and a.cancelled_at is null and a.fee_kind_code = any(${list(kinds, sql`text`)}) limit 50`),
  )
}

/** The same for many symbols at once: the accounts by their symbol. */
export async function accountsByEachSymbol(tx: Reader, symbols: readonly string[], kinds: readonly string[]) {
  const accounts = new Map<string, number[]>()
  if (symbols.length === 0 || kinds.length === 0) return accounts
  const rows = await tx.execute<{ symbol: string; account_id: string }>(sql`
    select s.symbol, a.account_id
      from jsonb_array_elements_text(${JSON.stringify(symbols)}::jsonb) as s (symbol)
      cross join lateral (
        select distinct a.account_id from assessment a
         where a.variable_symbol = s.symbol and a.superseded_at is null and a.cancelled_at is null
           and a.fee_kind_code = any(${list(kinds, sql`text`)}) limit 50) a`)
  for (const { symbol, account_id } of rows) {
    accounts.set(symbol, [...(accounts.get(symbol) ?? []), Number(account_id)])
  }
  return accounts
}

/** Accounts to which money from this counter-account was matched before and stayed there. */
export async function accountsByCounterAccount(tx: Reader, receipt: Receipt, kinds: readonly string[]) {
  if (!receipt.counterAccount || kinds.length === 0) return []
  return found(
    await tx.execute<{ account_id: string }>(sql`
      select distinct ac.id as account_id
        from bank_entry b
        join lateral (select * from bank_match m where m.bank_entry_id = b.id order by turn desc limit 1) m
          on m.state = 'matched'
        join journal_line l on l.entry_id = m.journal_entry_id and l.side = 'credit'
        join account ac on ac.id = l.account_id
       where b.kind = 'receipt' and b.counter_account = ${receipt.counterAccount}
         and ac.fee_kind_code = any(${list(kinds, sql`text`)}) limit 50`),
  )
}

/** Small letters without diacritics; `lower` alone knows them only in some databases. */
const plainName = (column: SQL) =>
  sql`lower(translate(${column}, 'áäčďéěëíľĺňóôöőřŕšťúůüűýžÁÄČĎÉĚËÍĽĹŇÓÔÖŐŘŔŠŤÚŮÜŰÝŽ', 'aacdeeeillnoooorrstuuuuyzAACDEEEILLNOOOORRSTUUUUYZ'))`

/** Accounts of people whose family and given name both stand in the sender's name and that owe this very sum. */
export async function accountsByName(tx: Reader, receipt: Receipt, kinds: readonly string[]) {
  const words = nameWords(receipt.counterName)
  if (words.length < 2 || kinds.length === 0) return []
  const given = list(words, sql`text`)
  return found(
    await tx.execute<{ account_id: string }>(sql`
      select ac.id as account_id from payer p
        join account ac on ac.payer_id = p.id and ac.kind = 'personal'
         and ac.fee_kind_code = any(${list(kinds, sql`text`)})
        join assessment a on a.account_id = ac.id and a.superseded_at is null
        join assessment_balance b on b.assessment_id = a.id and b.assessed_hal > b.paid_hal
       where p.kind = 'person' and ${plainName(sql`p.family_name`)} = any(${given})
         and ${plainName(sql`p.given_name`)} = any(${given})
       group by ac.id
      having sum(b.assessed_hal - b.paid_hal) = ${receipt.amountHal}
          or bool_or(b.assessed_hal - b.paid_hal = ${receipt.amountHal}) limit 20`),
  )
}

/** Accounts of these fee kinds of everybody who is linked with one of the payers, and their own. */
export async function accountsOfHousehold(
  tx: Reader,
  payerIds: readonly string[],
  on: IsoDate,
  kinds: readonly string[],
) {
  if (payerIds.length === 0 || kinds.length === 0) return []
  const valid = sql`valid_from <= ${on}::date and (valid_to is null or valid_to >= ${on}::date)`
  return found(
    await tx.execute<{ account_id: string }>(sql`
      with own as (select unnest(${list(payerIds, sql`uuid`)}) as id),
      acting as (select id from own union
                 select acting_payer_id from payer_link where for_payer_id in (select id from own) and ${valid}),
      member as (select id from acting union
                 select for_payer_id from payer_link where acting_payer_id in (select id from acting) and ${valid})
      select ac.id as account_id from account ac
       where ac.kind = 'personal' and ac.payer_id in (select id from member)
         and ac.fee_kind_code = any(${list(kinds, sql`text`)}) order by ac.id limit 50`),
  )
}

/** Those of the payers who may pay for somebody else, or somebody for them, on any day. */
export async function payersOfHouseholds(tx: Reader, payerIds: readonly string[]): Promise<Set<string>> {
  if (payerIds.length === 0) return new Set()
  const rows = await tx.execute<{ id: string }>(sql`
    select acting_payer_id as id from payer_link where acting_payer_id = any(${idArray(payerIds)})
    union select for_payer_id from payer_link where for_payer_id = any(${idArray(payerIds)})`)
  return new Set(rows.map((row) => row.id))
}

/** These accounts with their claims. */
export async function readCandidates(tx: Reader, accountIds: readonly number[]): Promise<Candidate[]> {
  if (accountIds.length === 0) return []
  const rows = await tx.execute<{
    account_id: string
    payer_id: string
    fee_kind_code: string
    posting: 'book' | 'mirror'
    assessment_id: string
    variable_symbol: string | null
    specific_symbol: string | null
    period: string
    component: Component
    assessed_hal: string
    paid_hal: string
  }>(sql`
    select a.account_id, a.payer_id, a.fee_kind_code, k.posting, a.id as assessment_id, a.variable_symbol,
           a.specific_symbol, a.period, a.component, b.assessed_hal, b.paid_hal
      from assessment a join fee_kind k on k.code = a.fee_kind_code
      join assessment_balance b on b.assessment_id = a.id
     where a.account_id = any(${idArray(accountIds)}) and a.superseded_at is null
       and a.cancelled_at is null
     order by a.account_id, a.last_day, a.id`)
  const candidates = new Map<number, Candidate>()
  for (const row of rows) {
    const accountId = Number(row.account_id)
    const candidate = candidates.get(accountId) ?? {
      accountId,
      payerId: row.payer_id,
      feeKindCode: row.fee_kind_code,
      isMirror: row.posting === 'mirror',
      claims: [],
    }
    candidates.set(accountId, candidate)
    candidate.claims.push({
      assessmentId: row.assessment_id,
      variableSymbol: row.variable_symbol,
      specificSymbol: row.specific_symbol,
      period: row.period,
      component: row.component,
      assessedHal: BigInt(row.assessed_hal),
      remainingHal: BigInt(row.assessed_hal) - BigInt(row.paid_hal),
    })
  }
  return [...candidates.values()]
}
