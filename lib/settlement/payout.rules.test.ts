import { expect, test } from 'vitest'
import { explainLine, feeBounds, type Tariff, unknownTariff } from './payout.rules.ts'

const hal = (crowns: number) => BigInt(Math.round(crowns * 100))
const days = (...crowns: number[]) =>
  crowns.map((amount, index) => ({
    ...{ id: index + 1, key: `den ${index + 1}`, payments: 1, grossHal: hal(amount), backHal: 0n },
  }))
const explained = (crowns: number[], amount: number, back: number[] = [], tariff: Tariff = unknownTariff) => {
  const deductions = back.map((one) => ({ id: String(one), amountHal: hal(one) }))
  const found = explainLine(hal(amount), days(...crowns), deductions, tariff)
  return (
    found && {
      days: found.transfers.map((day) => day.id),
      back: found.deductions.map((one) => Number(one.id)),
      fee: Number(found.feeHal) / 100,
    }
  )
}
const found = (crowns: number[], amount: number) => explained(crowns, amount)?.days ?? null

test.each<[string, number[], number, number[] | null]>([
  ['one day', [900], 900, [1]],
  ['one day less the fee', [900, 5000], 890, [1]],
  ['a weekend at once', [900, 540, 660], 2100, [1, 2, 3]],
  ['two of three days', [900, 540, 660], 1200, [2, 3]],
  ['a weekend less the fee', [900, 540, 660], 2084.5, [1, 2, 3]],
  ['one of two equal days', [900, 900], 900, null],
  ['days that do not follow one another', [900, 540, 660], 1560, null],
  ['a twentieth missing', [100], 95, [1]],
  ['more than a twentieth missing', [100], 94.99, null],
  ['more than a twentieth missing of two', [900, 540], 1360, null],
  ['more than the days have', [900, 540], 1441, null],
  ['two runs of one sum', [500, 500, 500], 1000, null],
  ['an exact run goes before one less a fee', [1000, 10, 1000, 5], 1010.0, null],
  ['an exact run beside one less a fee', [1000, 15, 1000, 5], 1005, [3, 4]],
  ['nothing', [], 100, null],
])('%s', (_what, crowns, amount, ids) => {
  expect(found(crowns, amount)).toEqual(ids)
})

const onePercent: Tariff = { fromBasisPoints: 100, toBasisPoints: 100, perPaymentHal: 0 }
const cards: Tariff = { fromBasisPoints: 60, toBasisPoints: 150, perPaymentHal: 100 }

test.each<[string, number[], number, number[], Tariff, object | null]>([
  ['a refund and the fee', [1000], 960, [30], unknownTariff, { days: [1], back: [30], fee: 10 }],
  [
    'a refund that is not in this payout yet',
    [1000],
    990,
    [30],
    unknownTariff,
    { days: [1], back: [], fee: 10 },
  ],
  ['the older of two refunds', [1000], 960, [30, 500], unknownTariff, { days: [1], back: [30], fee: 10 }],
  ['the later of two refunds', [1000], 490, [30, 500], unknownTariff, { days: [1], back: [500], fee: 10 }],
  [
    'two refunds over a weekend',
    [1000, 500],
    1400,
    [30, 55],
    unknownTariff,
    { days: [1, 2], back: [30, 55], fee: 15 },
  ],
  ['a chargeback that was won', [1000], 1020, [-30], unknownTariff, { days: [1], back: [-30], fee: 10 }],
  ['what is missing is no fee of the tariff', [1000], 960, [], onePercent, null],
  ['by the tariff', [1000], 990, [], onePercent, { days: [1], back: [], fee: 10 }],
  ['by the tariff, the refund told', [1000], 960, [30], onePercent, { days: [1], back: [30], fee: 10 }],
  ['no fee where one was agreed', [1000], 1000, [], onePercent, null],
  ['kinds of cards', [1000], 985, [], cards, { days: [1], back: [], fee: 15 }],
  ['more than the dearest card', [1000], 983, [], cards, null],
])('%s', (_what, crowns, amount, back, tariff, expected) => {
  expect(explained(crowns, amount, back, tariff)).toEqual(expected)
})

test.each([
  [unknownTariff, 1, 100n, 0n, 5n],
  [unknownTariff, 1, 119n, 0n, 5n],
  [onePercent, 1, 100_000n, 999n, 1_001n],
  [onePercent, 3, 100_050n, 997n, 1_004n],
  [cards, 2, 100_000n, 798n, 1_702n],
])('the fee of a tariff', (tariff, payments, grossHal, leastHal, mostHal) => {
  expect(feeBounds(tariff, { payments, grossHal })).toEqual({ leastHal, mostHal })
})
