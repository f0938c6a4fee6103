import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { idArray } from '#db/id-list'
import type { IsoDate } from '#lib/core/dates'
import type { Component } from '#lib/ledger/allocation.rules'
import { type Candidate, nameWords, type Receipt } from './rules.ts'

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

/** Small letters without diacritics. */
const plainName = (column: SQL) =>
  sql`lower(translate(${column}, 'áäčďéěëíľĺňóôöőřŕšťúůüűýžÁÄČĎÉĚËÍĽĹŇÓÔÖŐŘŔŠŤÚŮÜŰÝŽ', 'aacdeeeillnoooorrstuuuuyzAACDEEEILLNOOOORRSTUUUUYZ') collate "cs-x-icu")`

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
