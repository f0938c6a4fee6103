import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { makeJob, type Officer } from '#lib/actor/actor'
import type { StatementSource } from '#lib/bank/import/import.commands'
import { readStatements } from '#lib/bank/read'
import { now } from '#lib/core/clock'
import { addDays, type IsoDate, pragueDate } from '#lib/core/dates'
import { accountToIban, parseAccount } from '#lib/identifiers/bank-account'
import { listHeld } from '#lib/statement/held-list.queries'
import { receiveStatements } from '#lib/statement/receive.commands'
import { releaseStatement } from '#lib/statement/release.commands'
import { balance, camtFile } from '#tests/bank/camt-file'
import { gpcFile } from '#tests/bank/gpc-file'
import type { SoakCitizen } from '#tests/soak/citizens'
import type { Officers } from '#tests/soak/officers'
import type { Chance } from '#tests/soak/random'
import type { World } from '#tests/soak/world'

/** A movement on the bank's books; the truth that the portal must come to, however it is told. */
export interface BankLine {
  on: IsoDate
  /** Positive came in. */
  amountHal: number
  variableSymbol: string
  /** Empty where the bank gives none, so that equal lines are told apart by their order alone. */
  reference: string
  isReversal: boolean
}

/** An account of the city and everything that ever moved on it. */
export interface BankAccount {
  number: string
  format: 'gpc' | 'camt053'
  openingHal: number
  lines: BankLine[]
}

export interface Bank {
  accounts: BankAccount[]
  /** The day that is being booked; statements end before it. */
  today: IsoDate
  imports: number
  /** Who confirms with what balance an account begins. */
  officer: Officer
}

const firstDayAgo = 240
const counterAccount = '19-123457/0710'

/** The bank with two accounts of the city, one for the waste in GPC and one for the dogs in CAMT. */
export async function openBank(world: World, [officer]: Officers): Promise<Bank> {
  const accounts: BankAccount[] = [
    { number: '27-2000145399/0800', format: 'gpc', openingHal: 1_000_000, lines: [] },
    { number: '35-2000145399/0800', format: 'camt053', openingHal: 250_000, lines: [] },
  ]
  for (const [index, kind] of (['odpad', 'pes'] as const).entries()) {
    const number = accounts[index]?.number ?? ''
    await world.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
      values (${kind}, ${number}, ${ibanOf(number)}, '2020-01-01')`
  }
  return { accounts, today: addDays(pragueDate(now()), -firstDayAgo), imports: 0, officer }
}

let references = 500_000

/** A day at the bank: transfers with right, wrong and no symbols, twins, outgoing money, reversals. */
export function bookDay(bank: Bank, citizens: readonly SoakCitizen[], chance: Chance): void {
  for (const account of bank.accounts) {
    const payers = citizens.filter(
      ({ gateway }) => gateway === (account.format === 'gpc' ? 'comgate' : 'csob'),
    )
    for (let count = chance.between(0, 6); count > 0; count--) {
      const line = inventLine(bank.today, payers, chance)
      account.lines.push(line)
      // Two people may send the same sum under the same symbol on the same day.
      if (line.reference === '' && chance.happens(0.5)) account.lines.push({ ...line })
    }
    const earlier = account.lines.filter((line) => line.amountHal > 0 && !line.isReversal)
    const original = earlier.length > 0 && chance.happens(0.15) ? chance.pick(earlier) : null
    const isTaken = account.lines.some(
      (line) => line.isReversal && line.reference === `9${original?.reference}`,
    )
    if (original && original.reference !== '' && !isTaken) {
      const reference = `9${original.reference}`
      account.lines.push({
        ...original,
        on: bank.today,
        amountHal: -original.amountHal,
        reference,
        isReversal: true,
      })
    }
  }
  if (bank.today < addDays(pragueDate(now()), -1)) bank.today = addDays(bank.today, 1)
}

function inventLine(on: IsoDate, payers: readonly SoakCitizen[], chance: Chance): BankLine {
  const reference = chance.happens(0.8) ? String(++references) : ''
  if (chance.happens(0.1)) {
    return { on, amountHal: -100 * chance.between(1, 900), variableSymbol: '', reference, isReversal: false }
  }
  const claim = payers.length > 0 ? chance.pick(chance.pick(payers).claims) : undefined
  const right = claim?.variableSymbol ?? '1'
  const variableSymbol = chance.pick([right, right, right, right, slip(right), ''])
  const crowns = chance.pick([claim?.amountKc ?? 500, claim?.amountKc ?? 500, chance.between(1, 1500)])
  return { on, amountHal: 100 * crowns, variableSymbol, reference, isReversal: false }
}

const slip = (symbol: string) => `${symbol.slice(0, -1)}${(Number(symbol.at(-1)) + 1) % 10}`

/** A statement of days of one account, as the bank would send it: balances of that moment, every line of those days. */
function statementOf(account: BankAccount, from: IsoDate, to: IsoDate): StatementSource {
  const before = account.lines.filter((line) => line.on < from)
  const lines = account.lines.filter((line) => line.on >= from && line.on <= to)
  const openingHal = account.openingHal + sumOf(before)
  const closingHal = openingHal + sumOf(lines)
  const facts = { account, from, to, lines, openingHal, closingHal }
  const bytes = account.format === 'gpc' ? gpc(facts) : Buffer.from(camt(facts))
  return {
    fileName: `${account.number.split('/')[0]}-${from}-${to}`,
    read: (known) => readStatements(inOnePiece(bytes), known),
    sha256: () => createHash('sha256').update(bytes).digest('hex'),
  }
}

async function* inOnePiece(bytes: Uint8Array) {
  yield bytes
}

interface StatementFacts {
  account: BankAccount
  from: IsoDate
  to: IsoDate
  lines: readonly BankLine[]
  openingHal: number
  closingHal: number
}

function gpc({ account, from, to, lines, openingHal, closingHal }: StatementFacts): Buffer {
  const [prefix = '', number = ''] = account.number.split('/')[0]?.split('-') ?? []
  return gpcFile([
    {
      account: prefix.padStart(6, '0') + number.padStart(10, '0'),
      oldDate: shortDate(addDays(from, -1)),
      date: shortDate(to),
      openingHal,
      closingHal,
      movements: lines.map((line) => ({
        amountHal: Math.abs(line.amountHal),
        code: line.isReversal ? '5' : line.amountHal < 0 ? '1' : '2',
        vs: line.variableSymbol,
        document: line.reference,
        date: shortDate(line.on),
        valueDate: shortDate(line.on),
        counter: '0000190000123457',
        counterBank: '0710',
      })),
    },
  ])
}

const shortDate = (day: IsoDate) => `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}`
const crowns = (hal: number) => (hal / 100).toFixed(2)

function camt({ account, from, to, lines, openingHal, closingHal }: StatementFacts): string {
  const iban = ibanOf(account.number)
  const sender = `<Id><IBAN>${ibanOf(counterAccount)}</IBAN></Id>`
  return camtFile([
    {
      account: `<IBAN>${iban}</IBAN>`,
      numbers: `<Id>${from}/${to}</Id>`,
      period: `<FrToDt><FrDt>${from}</FrDt><ToDt>${to}</ToDt></FrToDt>`,
      opening: null,
      closing: null,
      balances:
        balance('OPBD', crowns(openingHal), `<Dt>${from}</Dt>`) +
        balance('CLBD', crowns(closingHal), `<Dt>${to}</Dt>`),
      entries: lines.map((line) => ({
        amount: crowns(Math.abs(line.amountHal)),
        direction: line.amountHal < 0 ? ('DBIT' as const) : ('CRDT' as const),
        booked: `<Dt>${line.on}</Dt>`,
        ...(line.isReversal ? { reversal: 'true' } : {}),
        ...(line.reference ? { reference: line.reference } : {}),
        details: [
          `<Refs><EndToEndId>/VS${line.variableSymbol || '0'}/SS/KS</EndToEndId></Refs>` +
            `<RltdPties><DbtrAcct>${sender}</DbtrAcct><CdtrAcct>${sender}</CdtrAcct></RltdPties>`,
        ],
      })),
    },
  ])
}

/** Tells the portal some days, new or old, maybe twice at once. */
export async function deliver(bank: Bank, chance: Chance): Promise<void> {
  const account = chance.pick(bank.accounts)
  const last = addDays(bank.today, -1)
  const to = chance.happens(0.6) ? last : addDays(last, -chance.between(0, 20))
  const source = statementOf(account, addDays(to, -chance.between(0, 15)), to)
  bank.imports++
  const importOnce = () => receiveStatements(makeJob('import-statements'), [source])
  await Promise.all(chance.happens(0.2) ? [importOnce(), importOnce()] : [importOnce()])
  await confirmFirst(bank)
}

/** An officer releases what is held as the first of its account; what leaves days out waits until they come. */
async function confirmFirst({ officer }: Bank): Promise<void> {
  for (const { id, openingHal } of (await listHeld(officer)) ?? []) {
    const [held] = await database().execute(
      sql`select 1 from held_statement where id = ${id} and reasons = '["first"]'::jsonb`,
    )
    if (held) await releaseStatement(officer, { heldId: id, seenOpeningHal: openingHal, reason: 'zkouška' })
  }
}

/** All of every account, at the end. Throws what the portal refused or still holds. */
export async function deliverAll(bank: Bank): Promise<void> {
  const from = addDays(pragueDate(now()), -firstDayAgo)
  const sources = bank.accounts.map((account) => statementOf(account, from, bank.today))
  const { files } = await receiveStatements(makeJob('import-statements'), sources)
  const refusal = files.find((file) => file.refusal !== null)
  if (refusal) throw new Error(`The last statement was refused: ${refusal.refusal}`)
  await confirmFirst(bank)
  const held = (await listHeld(bank.officer)) ?? []
  if (held.length > 0) throw new Error(`Statements are held though all days were told: ${held[0]?.why}`)
}

const sumOf = (lines: readonly BankLine[]) => lines.reduce((total, line) => total + line.amountHal, 0)

function ibanOf(number: string): string {
  const account = parseAccount(number)
  if (!account.ok) throw new Error(`${number} is no account: ${account.error}`)
  return accountToIban(account.value)
}
