import { describe, expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { knownDay, type ToldDays, wholeDay } from './rules.ts'

const may = (day: number) => isoDate(`2026-05-${String(day).padStart(2, '0')}`)

/** A statement of these days in May with its balances in crowns, received the day after unless told. */
const told = (
  first: number,
  last: number,
  opening: number | null,
  closing: number | null,
  wholeUntil = last,
): ToldDays => ({
  fromOn: may(first),
  toOn: may(last),
  wholeUntil: may(wholeUntil),
  openingHal: opening === null ? null : BigInt(opening * 100),
  closingHal: closing === null ? null : BigInt(closing * 100),
})

describe('up to which day an account is told', () => {
  test.each<[string, ToldDays[], number | null, number | null]>([
    ['nothing', [], null, null],
    ['one statement', [told(1, 10, 0, 5)], null, 10],
    ['one that came on its last day', [told(1, 10, 0, 5, 9)], null, 9],
    ['its last day, told whole by the next', [told(1, 10, 0, 5, 9), told(11, 20, 5, 7)], null, 20],
    ['its last day, which went on', [told(1, 10, 0, 5, 9), told(11, 20, 6, 7)], null, 9],
    ['a gap', [told(1, 10, 0, 5), told(15, 20, 6, 7)], null, 10],
    ['days without a movement between', [told(1, 10, 0, 5), told(15, 20, 5, 7)], null, 20],
    ['a gap that one over it tells', [told(1, 10, 0, 5), told(5, 14, 3, 6), told(15, 20, 6, 7)], null, 20],
    ['an earlier one inside', [told(1, 20, 0, 7), told(5, 6, 1, 2), told(21, 25, 7, 8)], null, 25],
    ['balances untold, days that touch', [told(1, 10, null, null), told(11, 20, null, null)], null, 20],
    ['balances untold, days between', [told(1, 10, null, null), told(12, 20, null, null)], null, 10],
    ['a gap before the day known', [told(1, 10, 0, 5), told(15, 20, 6, 7)], 18, 20],
    ['a gap behind the day known', [told(1, 10, 0, 5), told(15, 20, 6, 7)], 10, 10],
    ['known further than told', [told(1, 10, 0, 5)], 25, 25],
  ])('%s', (_name, statements, known, expected) => {
    expect(wholeDay(statements, known === null ? null : may(known))).toBe(
      expected === null ? null : may(expected),
    )
  })
})

describe('up to which day transfers of a fee kind are known', () => {
  const account = (from: number, to: number | null, whole: number | null) => ({
    validFrom: may(from),
    validTo: to === null ? null : may(to),
    wholeUntil: whole === null ? null : may(whole),
  })
  test.each([
    ['one account', [account(1, null, 20)], 10, 20],
    ['never today or later', [account(1, null, 31)], 10, 25],
    ['of two accounts the one that is told less', [account(1, null, 20), account(1, null, 15)], 10, 15],
    ['an account that nobody tells', [account(1, null, 20), account(1, null, null)], 10, null],
    ['an account that was left and is told to its end', [account(1, 12, 12), account(13, null, 20)], 10, 20],
    ['an account that was left and is not', [account(1, 12, 11), account(13, null, 20)], 10, 11],
    ['an account that begins later', [account(1, null, 20), account(16, null, null)], 10, 15],
    ['an account that was left before', [account(1, 5, null), account(6, null, 20)], 10, 20],
    ['never back', [account(1, null, 8)], 10, null],
  ])('%s', (_name, accounts, known, expected) => {
    expect(knownDay(accounts, may(known), may(25))).toBe(expected === null ? null : may(expected))
  })
})
