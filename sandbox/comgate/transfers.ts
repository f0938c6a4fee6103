import type { Payment } from '#sandbox/comgate/payments'
import { done, type Outcome, refused } from '#sandbox/comgate/refusal'

/** Something that moves money of a payment into a transfer; `amount` is signed, minor units. */
type Movement = { type: '1' | '2' | '4'; amount: number; atMs: number; transferId?: string | undefined }

/** Amounts as the settlement writes them. */
const dotted = (amount: number) => {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const clock = (timeMs: number) => new Date(timeMs).toLocaleString('sv-SE', { timeZone: 'Europe/Prague' })
const nextDay = (day: string) =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
const idOf = (day: string, sequence: number) =>
  `${day.slice(2).replaceAll('-', '')}${String(sequence).padStart(2, '0')}`
const dayOf = (transferId: string) =>
  `20${transferId.slice(0, 2)}-${transferId.slice(2, 4)}-${transferId.slice(4, 6)}`

/** Where a movement goes by itself: the first transfer of the day after. */
const transferIdOf = ({ atMs, transferId }: Movement) =>
  transferId ?? idOf(nextDay(clock(atMs).slice(0, 10)), 1)

function movementsOf(payment: Payment): Movement[] {
  const paid: Movement[] =
    payment.status === 'PAID' && payment.decidedAtMs !== null
      ? [{ type: '1', amount: payment.price, atMs: payment.decidedAtMs, transferId: payment.transferId }]
      : []
  return [
    ...paid,
    ...payment.refunds.map((one): Movement => ({ ...one, type: '2', amount: -one.amount })),
    ...payment.chargebacks.map(
      (one): Movement => ({ ...one, type: '4', amount: one.isWon ? one.amount : -one.amount }),
    ),
  ]
}

/** The transfers of a day, as `transferList` tells them. */
export function transferList(payments: readonly Payment[], day: string, test: boolean): Outcome<object[]> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return refused(1400, 'Bad parameter date')
  const ids = payments
    .filter((payment) => payment.test === test)
    .flatMap((payment) => movementsOf(payment).map(transferIdOf))
    .filter((id) => dayOf(id) === day)
  return done(
    [...new Set(ids)].toSorted().map((id) => ({
      transferId: Number(id),
      transferDate: day,
      accountCounterparty: '0/0000',
      accountOutgoing: '281481882/0300',
      variableSymbol: id,
    })),
  )
}

/** The rows of one transfer with the row of totals, keys as the gateway spells them. */
export function singleTransfer(
  payments: readonly Payment[],
  merchant: string,
  transferId: string,
  test: boolean,
): Outcome<Record<string, string>[]> {
  const rows = payments
    .filter((payment) => payment.test === test)
    .flatMap((payment) =>
      movementsOf(payment)
        .filter((movement) => transferIdOf(movement) === transferId)
        .map((movement) => ({ payment, movement, fees: feesOf(movement) })),
    )
    .toSorted((a, b) => a.movement.atMs - b.movement.atMs)
  if (rows.length === 0) return refused(1400, 'Transfer not found')
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    dotted(rows.reduce((total, row) => total + of(row), 0))
  const total = {
    typ: '5',
    Merchant: '-',
    Popis: 'suma',
    Mena: 'CZK',
    'Potvrzena castka': sum(({ movement }) => movement.amount),
    'Prevedena castka': sum(({ movement, fees }) => movement.amount - fees.whole),
    'Poplatek celkem': sum(({ fees }) => fees.whole),
  }
  return done([
    ...rows.map(({ payment, movement, fees }) => ({
      typ: movement.type,
      Merchant: merchant,
      'Datum zalozeni': clock(payment.createdAtMs),
      'Datum zaplaceni': clock(payment.decidedAtMs ?? movement.atMs),
      'Datum prevodu': dayOf(transferId),
      'ID Comgate': payment.transId,
      Metoda: payment.method,
      Produkt: payment.name,
      Popis: payment.label,
      'E-mail platce': payment.email,
      'Variabilni symbol platce': '',
      'Variabilni symbol prevodu': transferId,
      'ID od klienta': payment.refId,
      Mena: payment.curr,
      'Potvrzena castka': dotted(movement.amount),
      'Prevedena castka': dotted(movement.amount - fees.whole),
      'Poplatek celkem': dotted(fees.whole),
      'Poplatek mezibankovni': dotted(fees.interbank),
      'Poplatek asociace': dotted(fees.association),
      'Poplatek zpracovatel': dotted(fees.whole - fees.interbank - fees.association),
      'Typ karty': payment.method.startsWith('CARD') ? 'EU_CONSUMER' : '',
    })),
    total,
  ])
}

/** One in a hundred of a payment; the association alone takes more, so the processor's part is below zero. */
function feesOf({ type, amount }: Movement) {
  if (type !== '1') return { whole: 0, interbank: 0, association: 0 }
  return {
    whole: Math.round(amount / 100),
    interbank: Math.round(amount / 500),
    association: Math.round(amount / 110),
  }
}

const csvColumns = [
  ['Merchant', 'Merchant'],
  ['Datum založení', 'Datum zalozeni'],
  ['Datum zaplacení', 'Datum zaplaceni'],
  ['Datum převodu', 'Datum prevodu'],
  ['Měsíc fakturace', ''],
  ['ID ComGate', 'ID Comgate'],
  ['Metoda', 'Metoda'],
  ['Produkt', 'Produkt'],
  ['Popis', 'Popis'],
  ['E-mail plátce', 'E-mail platce'],
  ['Variabilní symbol platby', 'Variabilni symbol platce'],
  ['Variabilní symbol převodu', 'Variabilni symbol prevodu'],
  ['ID od klienta', 'ID od klienta'],
  ['Měna', 'Mena'],
  ['Potvrzená částka', 'Potvrzena castka'],
  ['Převedená částka', 'Prevedena castka'],
  ['Poplatek celkem', 'Poplatek celkem'],
  ['Poplatek mezibankovní', 'Poplatek mezibankovni'],
  ['Poplatek asociace', 'Poplatek asociace'],
  ['Poplatek zpracovatel', 'Poplatek zpracovatel'],
  ['Typ karty', 'Typ karty'],
] as const

/** The same rows as the CSV file: every field quoted, decimal comma, no types. */
export function transferCsv(rows: readonly Record<string, string>[]): string {
  const cells = (values: string[]) => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(';')
  const value = (row: Record<string, string>, key: string) =>
    /astka|oplatek/.test(key) ? (row[key] ?? '').replace('.', ',') : (row[key] ?? '')
  const head = cells(csvColumns.map(([header]) => header))
  return `${[head, ...rows.map((row) => cells(csvColumns.map(([, key]) => value(row, key))))].join('\n')}\n`
}

/** Sends at once all that would leave later than on this day, as one more transfer of it; null where there is nothing. */
export function payOut(
  payments: readonly Payment[],
  day: string,
): { transferId: string; payments: Payment[] } | null {
  const taken = new Set(payments.flatMap((payment) => movementsOf(payment).map(transferIdOf)))
  let sequence = 1
  while (taken.has(idOf(day, sequence))) sequence++
  const transferId = idOf(day, sequence)
  const isLater = (movement: Movement) =>
    movement.transferId === undefined && dayOf(transferIdOf(movement)) > day
  const moved = payments.filter((payment) => movementsOf(payment).some(isLater))
  for (const payment of moved) {
    const { price, decidedAtMs } = payment
    if (decidedAtMs !== null && payment.status === 'PAID') {
      const paid: Movement = { type: '1', amount: price, atMs: decidedAtMs, transferId: payment.transferId }
      if (isLater(paid)) payment.transferId = transferId
    }
    for (const one of [...payment.refunds, ...payment.chargebacks]) {
      if (isLater({ ...one, type: '2' })) one.transferId = transferId
    }
  }
  return moved.length > 0 ? { transferId, payments: moved } : null
}
