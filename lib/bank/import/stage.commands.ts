import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { addDays, type IsoDate } from '#lib/core/dates'
import { normalAccount } from '#lib/identifiers/normal-account'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import type { StatementEntry, StatementFormat, StatementHead, StatementPart } from '../statement.ts'
import { isClaimSymbol } from './claim-symbol.queries.ts'
import type { BankRule } from './input.ts'
import { ImportRefusal, refused, warned } from './report.ts'
import { type BankEntryKind, entryMark, findCityAccount, recognize } from './rules.ts'

const rowsAtOnce = 500

/** One statement of the file, its entries staged. Opening and closing follow from one another where one is missing. */
export interface StagedStatement {
  ordinal: number
  account: string
  number: string | null
  fromOn: IsoDate
  toOn: IsoDate
  openingHal: bigint | null
  closingHal: bigint | null
  sumHal: bigint
  entries: number
  /** As the reader gave it, to its end. */
  head: StatementHead
}

interface City {
  accounts: readonly string[]
  rules: readonly BankRule[]
  /** The day on which the statement is read or was first brought; nothing of it may lie behind. */
  today: IsoDate
}

export async function createStaging(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table staged_bank_entry (
      ordinal int, position int, bank_account text, bank_account_id bigint, booked_on date, amount_hal bigint,
      variable_symbol text, specific_symbol text, constant_symbol text, counter_account text, counter_name text,
      message text, bank_reference text, payer_reference text, kind text, contra_account_id bigint, mark text,
      weak_rule boolean) on commit drop`)
}

/** Reads the file as a stream into the staging table; refuses what cannot be booked as a whole. */
export async function stageStatements(
  tx: Transaction,
  source: { format: StatementFormat; parts: AsyncIterable<StatementPart> },
  city: City,
  warnings: string[],
): Promise<StagedStatement[]> {
  const statements: StagedStatement[] = []
  const accountIds = new Map<string, Promise<number>>()
  const findId = (kind: BankEntryKind | 'bank_account', bankAccount: string, gateway: string | null) => {
    const key = `${kind}|${bankAccount}|${gateway}`
    const found = accountIds.get(key) ?? openContra(tx, kind, bankAccount, gateway)
    accountIds.set(key, found)
    return found
  }
  let rows: object[] = []
  const flush = async () => {
    if (rows.length > 0) await insertStaged(tx, rows)
    rows = []
  }
  let current: Running | null = null
  for await (const part of source.parts) {
    if (part.kind === 'head') current = begin(part.head, city, statements.length + 1)
    else if (!current) throw new Error('A statement begins with its head.')
    else if (part.kind === 'entry') {
      const { entry } = part
      if (entry.amountHal === 0n) {
        warnings.push(warned.empty(current.account, entry.index))
        continue
      }
      count(current, entry)
      const { kind, gateway, isWeak } = recognize(entry, city.rules)
      const { account, ordinal } = current
      rows.push({
        ...stagedRow(entry),
        ordinal,
        bank_account: account,
        bank_account_id: await findId('bank_account', account, null),
        kind,
        contra_account_id: await findId(kind, account, gateway),
        mark: entry.mark ?? entryMark(account, entry),
        weak_rule: isWeak,
      })
      if (rows.length >= rowsAtOnce) await flush()
    } else {
      const statement = finish(current, part.head, source.format, city.today)
      const doubt = part.warnings.find(
        ({ code }) => code === 'currency_differs' || (code === 'reversal_ambiguous' && !part.balanced),
      )
      if (doubt) throw new ImportRefusal(refused.doubtful(current.account, doubt))
      statements.push(statement)
      warnings.push(...part.warnings.map((warning) => warned.byReader(statement.account, warning)))
      current = null
    }
  }
  await flush()
  if (statements.length === 0) throw new ImportRefusal(refused.noStatement())
  await keepClaimedReceipts(tx, (account) => findId('receipt', account, null), statements)
  return statements
}

/**
 * What a rule took by its words alone stays a receipt where its symbol is that of somebody's claim: people write into the
 * message what they pay for, which is often just what a rule looks for.
 */
async function keepClaimedReceipts(
  tx: Transaction,
  unidentifiedOf: (account: string) => Promise<number>,
  statements: readonly StagedStatement[],
): Promise<void> {
  for (const account of new Set(statements.map((one) => one.account))) {
    const [met] = await tx.execute(
      sql`select 1 from staged_bank_entry where weak_rule and bank_account = ${account} limit 1`,
    )
    if (!met) continue
    await tx.execute(sql`
      update staged_bank_entry s set kind = 'receipt', contra_account_id = ${await unidentifiedOf(account)}
       where s.weak_rule and s.amount_hal > 0 and s.bank_account = ${account} and ${isClaimSymbol(sql`s.variable_symbol`)}`)
  }
}

interface Running {
  ordinal: number
  account: string
  sumHal: bigint
  entries: number
  firstOn: IsoDate | null
  lastOn: IsoDate | null
}

/** Only an account of the city, and in crowns: taxes are paid in them (§ 163 of the tax code). */
function begin(head: StatementHead, city: City, ordinal: number): Running {
  const account = findCityAccount(head.account, city.accounts)
  if (!account) throw new ImportRefusal(refused.unknownAccount(head.account))
  if (head.currency !== 'CZK') throw new ImportRefusal(refused.currency(account, head.currency))
  return { ordinal, account, sumHal: 0n, entries: 0, firstOn: null, lastOn: null }
}

function count(running: Running, entry: StatementEntry): void {
  running.sumHal += entry.amountHal
  running.entries++
  if (!running.firstOn || entry.date < running.firstOn) running.firstOn = entry.date
  if (!running.lastOn || entry.date > running.lastOn) running.lastOn = entry.date
}

function finish(
  running: Running,
  head: StatementHead,
  format: StatementFormat,
  today: IsoDate,
): StagedStatement {
  const { account, sumHal, entries, ordinal, lastOn } = running
  const fromOn = firstDay(running, head, format)
  const toOn = head.to ?? lastOn ?? head.from
  if (!fromOn || !toOn) throw new ImportRefusal(refused.undated(account))
  const latest = lastOn !== null && lastOn > toOn ? lastOn : toOn
  if (latest > today) throw new ImportRefusal(refused.toCome(account, latest, today))
  const { openingHal, closingHal } = head
  if (openingHal !== null && closingHal !== null && openingHal + sumHal !== closingHal) {
    throw new ImportRefusal(refused.unbalanced(account, openingHal, sumHal, closingHal))
  }
  return {
    ordinal,
    account,
    number: head.number,
    fromOn,
    toOn: toOn < fromOn ? fromOn : toOn,
    openingHal: openingHal ?? (closingHal === null ? null : closingHal - sumHal),
    closingHal: closingHal ?? (openingHal === null ? null : openingHal + sumHal),
    sumHal,
    entries,
    head,
  }
}

/** GPC tells the day of the old balance, which is the last day of the statement before. */
function firstDay({ firstOn }: Running, head: StatementHead, format: StatementFormat): IsoDate | null {
  const told = head.from ?? firstOn ?? head.to
  if (format !== 'gpc' || head.from === null || head.to === null || head.from >= head.to) return told
  const next = addDays(head.from, 1)
  return firstOn !== null && firstOn < next ? firstOn : next
}

/** The account where the other leg stands. Money without a payer stands apart for each account of the city. */
export function openContra(
  tx: Transaction,
  kind: BankEntryKind | 'bank_account',
  bankAccount: string,
  gateway: string | null,
): Promise<number> {
  switch (kind) {
    case 'bank_account':
      return findOrOpenAccount(tx, { kind: 'bank_account', bankAccount })
    case 'receipt':
      return findOrOpenAccount(tx, { kind: 'unidentified', bankAccount })
    case 'gateway_payout':
      return findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway })
    case 'bank_fee':
      return findOrOpenAccount(tx, { kind: 'bank_fees', bankAccount })
    case 'outgoing':
    case 'other':
    case 'reversal':
    case 'withdrawal':
      return findOrOpenAccount(tx, { kind: 'other_movements', bankAccount })
  }
}

function stagedRow(entry: StatementEntry): Record<string, unknown> {
  const text = (value: string | null) => value?.replaceAll('\u0000', '').trim() || null
  const symbol = (value: string | null) => value?.replace(/^0+/, '') || null
  return {
    position: entry.index,
    booked_on: entry.date,
    amount_hal: String(entry.amountHal),
    variable_symbol: symbol(entry.variableSymbol),
    specific_symbol: symbol(entry.specificSymbol),
    constant_symbol: text(entry.constantSymbol),
    counter_account: entry.counterAccount ? normalAccount(entry.counterAccount) : null,
    counter_name: text(entry.name),
    message: text(entry.message),
    bank_reference: text(entry.bankReference),
    payer_reference: text(entry.payerReference ?? null),
  }
}

async function insertStaged(tx: Transaction, rows: readonly object[]): Promise<void> {
  await tx.execute(sql`
    insert into staged_bank_entry
    select * from jsonb_populate_recordset(null::staged_bank_entry, ${JSON.stringify(rows)}::jsonb)`)
}
