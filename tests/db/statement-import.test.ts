import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiveStatements } from '#lib/statement/receive.commands'
import { type TestDatabase, testDatabase } from './database.ts'
import {
  confirmOpeningOf,
  differences,
  fileOf,
  importer,
  type Movement,
  newCityAccount,
  receive,
  release,
  type StatementFacts,
  standing,
} from './statements.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const day = (n: number) => `2026-05-${String(n).padStart(2, '0')}`

/** What happened on an account in May, and statements cut out of it: each with its true balances. */
function story(account: string, movements: readonly Movement[], opening = 1000) {
  const before = (on: string) =>
    movements.filter((one) => one.on < on).reduce((sum, one) => sum + one.crowns, 0)
  return (first: number, last: number, facts: Partial<StatementFacts> = {}): StatementFacts => ({
    account,
    from: day(first),
    to: day(last),
    opening: opening + before(day(first)),
    movements: movements.filter((one) => one.on >= day(first) && one.on <= day(last)),
    ...facts,
  })
}

const countEntries = async (account: string) => {
  const [row] = await db.owner<
    { n: string }[]
  >`select count(*) as n from bank_entry where bank_account = ${account}`
  return Number(row?.n)
}

/** Nothing of an account is in any table of the bank, nor in the journal. */
async function expectNothing(account: string) {
  expect(await countEntries(account)).toBe(0)
  expect(await db.owner`select id from bank_statement where bank_account = ${account}`).toHaveLength(0)
  expect(await standing(db, account)).toEqual({})
}

describe('each entry once', () => {
  const movements: Movement[] = [
    { crowns: 900, on: day(3), vs: '9100', from: '19/0800' },
    { crowns: 900, on: day(7), vs: '9100', from: '19/0800' },
    { crowns: 900, on: day(7), vs: '9100', from: '19/0800' },
    { crowns: 540, on: day(7), vs: '9101', ref: 'A1' },
    { crowns: -200, on: day(12), vs: '5', from: '27/0100' },
    { crowns: 660, on: day(20), name: 'Josef Beznohy' },
  ]
  const whole = {
    bank_account: 1000 + 3700,
    opening_balances: -1000,
    other_movements: 200,
    unidentified: -3900,
  }

  test.each<[string, [number, number][]]>([
    [
      'the same file twice',
      [
        [1, 31],
        [1, 31],
      ],
    ],
    [
      'overlapping, forwards',
      [
        [1, 7],
        [5, 20],
        [7, 31],
      ],
    ],
    [
      'overlapping, backwards',
      [
        [7, 31],
        [5, 20],
        [1, 7],
      ],
    ],
    [
      'by days out of order',
      [
        [8, 31],
        [4, 7],
        [1, 3],
      ],
    ],
    [
      'a month, then its days',
      [
        [1, 31],
        [3, 3],
        [7, 7],
        [12, 12],
        [20, 20],
      ],
    ],
    [
      'days, then their month',
      [
        [20, 20],
        [7, 7],
        [1, 31],
      ],
    ],
    [
      'inside out',
      [
        [7, 7],
        [6, 8],
        [1, 20],
        [21, 31],
      ],
    ],
  ])('%s', async (_name, cuts) => {
    const account = await newCityAccount(db)
    const cut = story(account, movements)
    for (const [first, last] of cuts) {
      const { file } = await receive(cut(first, last))
      expect(file.refusal).toBeNull()
    }
    expect(await standing(db, account)).toEqual(whole)
    expect(await countEntries(account)).toBe(movements.length)
    expect(await differences()).toEqual([])
  })

  test('several statements of one file, of several accounts, five imports at once', async () => {
    const accounts = [await newCityAccount(db), await newCityAccount(db)]
    const file = () =>
      fileOf(
        ...accounts.flatMap((account) => [
          story(account, movements)(1, 9),
          story(account, movements)(10, 31),
        ]),
      )
    for (const account of accounts) await confirmOpeningOf(account, 1000)
    await Promise.all(Array.from({ length: 5 }, () => receiveStatements(importer, [file()])))
    for (const account of accounts) expect(await standing(db, account)).toEqual(whole)
    expect(await differences()).toEqual([])
  })
})

describe('equal payments without a bank’s reference', () => {
  const twin: Movement = { crowns: 900, on: day(7), vs: '9300', from: '19/0800' }
  const other: Movement = { crowns: 540, on: day(7), vs: '9301', from: '27/0100' }
  const third: Movement = { crowns: 300, on: day(9), vs: '9302', from: '27/0100' }
  const all = [twin, other, twin, twin, third]
  /** The movements from one to another, with the balance before them. */
  const piece = (from: number, to: number, days: [number, number] = [7, 7]) => ({
    ...{ from: day(days[0]), to: day(days[1]), movements: all.slice(from, to) },
    opening: 1000 + all.slice(0, from).reduce((sum, one) => sum + one.crowns, 0),
  })
  const morning = piece(0, 2)
  const noon = piece(2, 3)
  const evening = piece(3, 4)
  const whole = piece(0, 4)
  const before = piece(0, 2, [1, 7])
  const after = piece(2, 5, [7, 31])

  test.each<[string, (typeof whole)[]]>([
    ['several statements of a day', [morning, noon, evening]],
    ['the last one first', [evening, noon, morning]],
    ['the first and the last one first', [evening, morning, noon]],
    ['the day so far, then the whole of it, then its parts', [morning, whole, noon, evening]],
    ['the whole day, then its parts', [whole, evening, noon, morning]],
    ['the day so far, more of it, and the end again', [morning, piece(0, 3), piece(1, 4), evening]],
    ['a border within the day', [before, after]],
    ['a border within the day, the later one first', [after, before, whole]],
    ['each twice', [noon, noon, morning, evening, morning, evening, whole]],
  ])('are as many as there were: %s', async (_what, pieces) => {
    const account = await newCityAccount(db)
    for (const one of [...pieces, piece(4, 5, [9, 9])]) {
      const { file } = await receive({ account, ...one })
      expect(file.refusal).toBeNull()
      // A piece that comes late does not continue its account, and another officer lets it count.
      for (const { heldId } of file.statements) if (heldId !== null) await release(heldId)
    }
    expect(await countEntries(account)).toBe(all.length)
    expect((await standing(db, account)).bank_account).toBe(1000 + 900 * 3 + 540 + 300)
    // Up to which day an account is told is asked of whole days, not of their pieces.
    await db.owner`delete from fee_bank_account where account_number = ${account}`
    expect(await differences()).toEqual([])
  })

  test('in one file of several statements, and the file again', async () => {
    const account = await newCityAccount(db)
    for (const _time of [1, 2]) {
      await receive(...[morning, noon, evening].map((one) => ({ account, ...one })))
    }
    expect(await countEntries(account)).toBe(4)
  })
})

describe('refused in words, and nothing stays', () => {
  const one: Movement[] = [{ crowns: 900, on: day(3), vs: '9200' }]
  test('an account the city does not have', async () => {
    const { file } = await receive(story('123-2000145399/0100', one)(1, 31))
    expect(file.refusal).toContain('Účet 123-2000145399/0100 není mezi účty města')
    await expectNothing('123-2000145399/0100')
  })

  test('another currency', async () => {
    const account = await newCityAccount(db)
    const { file } = await receive(story(account, one)(1, 31, { currency: 'EUR' }))
    expect(file.refusal).toContain('v měně EUR')
    await expectNothing(account)
  })

  test('a statement that does not add up, after one that does', async () => {
    const account = await newCityAccount(db)
    const cut = story(account, one)
    const { file } = await receive(cut(1, 10), cut(11, 31, { closing: 1 }))
    expect(file.refusal).toContain('nesedí')
    await expectNothing(account)
  })

  test('the same days in another format', async () => {
    const account = await newCityAccount(db)
    const cut = story(account, one)
    await receive(cut(1, 10))
    const { file } = await receive(cut(3, 31, { format: 'fio' }))
    expect(file.refusal).toContain('už jsou načtené ve formátu CAMT.053')
    expect(await countEntries(account)).toBe(1)
  })

  test('a file that breaks in the middle', async () => {
    const account = await newCityAccount(db)
    const source = fileOf(story(account, one)(1, 31))
    const broken = {
      ...source,
      read: async () => {
        const { format, parts } = await source.read({ bankCode: null })
        return {
          format,
          parts: (async function* () {
            for await (const part of parts) {
              if (part.kind === 'end') throw new Error('the disk is gone')
              yield part
            }
          })(),
        }
      },
    }
    await expect(receiveStatements(importer, [broken])).rejects.toThrow('the disk is gone')
    await expectNothing(account)
    await confirmOpeningOf(account, 1000)
    await receiveStatements(importer, [source])
    expect(await countEntries(account)).toBe(1)
  })
})

describe('between statements', () => {
  const movements: Movement[] = [
    { crowns: 100, on: day(3) },
    { crowns: 200, on: day(12) },
    { crowns: 300, on: day(20) },
  ]
  test('behind a gap a statement is held and nothing of it counts, until the missing one comes', async () => {
    const account = await newCityAccount(db)
    const cut = story(account, movements)
    await receive(cut(1, 10))
    const { file } = await receive(cut(15, 31))
    expect(file).toMatchObject({ newEntries: 0, statements: [{ heldId: expect.any(Number) }] })
    expect(file.warnings.join()).toContain('je zadržený')
    expect(await countEntries(account)).toBe(1)
    expect(await differences()).toEqual([])
    const missing = await receive(cut(11, 14))
    expect(missing.file.warnings.join()).toContain('teď navazuje a je načtený')
    expect(await countEntries(account)).toBe(3)
    expect(await differences()).toEqual([])
  })

  test('released over a gap it counts, and the gap is said and found by the check', async () => {
    const account = await newCityAccount(db)
    const cut = story(account, movements)
    await receive(cut(1, 10))
    const { file } = await receive(cut(15, 31))
    const done = await release(file.statements[0]?.heldId ?? 0)
    expect(done?.ok && done.value.file.warnings.map((warning) => warning.replaceAll('\u00a0', ' '))).toEqual([
      `Na účtu ${account} chybí výpis: 10. května 2026 končí stavem 1 100 Kč, ale 15. května 2026 začíná stavem 1 300 Kč.`,
    ])
    expect(await differences()).toContainEqual({
      what: 'bank account: last statement',
      id: account,
      keptHal: '160000',
      journalHal: '140000',
    })
    await receive(cut(11, 14))
    expect(await differences()).toEqual([])
  })

  test('GPC tells the day of the old balance, which is no gap', async () => {
    const account = await newCityAccount(db)
    const cut = story(account, movements)
    await receive({ ...cut(1, 10), format: 'gpc' })
    const { file } = await receive({ ...cut(11, 31), from: day(10), format: 'gpc' })
    expect(file.warnings).toEqual([])
    expect(file.statements[0]?.fromOn).toBe(day(11))
  })

  test('transfers are known up to the last day without a gap', async () => {
    const account = await newCityAccount(db, ['pobyt'])
    const cut = story(account, movements)
    const known = async () => {
      const [row] =
        await db.owner`select payments_known_until::text as day from fee_kind where code = 'pobyt'`
      return row?.day
    }
    await receive(cut(1, 10))
    expect(await known()).toBe(day(10))
    await receive(cut(15, 31))
    expect(await known()).toBe(day(10))
    await receive(cut(11, 14))
    expect(await known()).toBe(day(31))
  })
})

test('payouts of a gateway, fees and other movements never wait for a payer', async () => {
  const account = await newCityAccount(db)
  const rules = [
    { kind: 'gateway_payout', gateway: 'brana', counterAccount: '000000-0000000027/0300' },
    { kind: 'bank_fee', message: 'Poplatek za vedení' },
    { kind: 'other', constantSymbol: '0898' },
  ]
  await db.owner`insert into city_setting (key, value, valid_from) values ('bankRules', ${rules as never}, '2020-01-01')`
  const movements: Movement[] = [
    { crowns: 5000, on: day(3), vs: '9300', from: '27/0300' },
    { crowns: -50, on: day(4), message: 'POPLATEK ZA VEDENÍ ÚČTU' },
    { crowns: -700, on: day(5), from: '19/0800' },
  ]
  const { matching } = await receive(story(account, movements)(1, 31))
  expect(await standing(db, account)).toEqual({
    bank_account: 5250,
    bank_fees: 50,
    opening_balances: -1000,
    other_movements: 700,
  })
  const [clearing] = await db.owner`select sum(l.amount_hal) as hal from journal_line l
    join account a on a.id = l.account_id where a.kind = 'gateway_clearing' and a.gateway = 'brana'`
  expect(clearing?.hal).toBe('-500000')
  expect(matching.matched).toBe(0)
  expect(await differences()).toEqual([])
})

describe('the bank takes an entry back', () => {
  const movements: Movement[] = [
    { crowns: 900, on: day(3), vs: '9400', from: '19/0800' },
    { crowns: -900, on: day(6), vs: '9400', from: '19/0800', reversal: true },
  ]
  test.each<[string, [number, number][]]>([
    ['in one statement', [[1, 31]]],
    [
      'in the next one',
      [
        [1, 5],
        [6, 31],
      ],
    ],
    [
      'told before the entry itself',
      [
        [6, 31],
        [1, 5],
      ],
    ],
  ])('%s: nothing stays on the unidentified', async (_name, cuts) => {
    const account = await newCityAccount(db)
    const cut = story(account, movements)
    for (const [first, last] of cuts) await receive(cut(first, last))
    expect(await standing(db, account)).toEqual({ bank_account: 1000, opening_balances: -1000 })
    const kinds =
      await db.owner`select count(*) as n from journal_entry e join bank_entry b on b.journal_entry_id = e.id
      where b.bank_account = ${account} and e.kind = 'reversal' and e.reverses_entry_id is not null`
    expect(kinds[0]?.n).toBe('1')
    expect(await differences()).toEqual([])
  })

  test('without an original it waits and is said', async () => {
    const account = await newCityAccount(db)
    const { file } = await receive(story(account, movements)(6, 31))
    expect(file.warnings.join()).toContain('nenašla původní platba')
    expect(await standing(db, account)).toMatchObject({ unidentified: 900 })
    expect(await differences()).toEqual([])
  })
})

test.each([
  'update bank_entry set amount_hal = 1',
  'delete from bank_match',
  'update bank_statement set closing_hal = 0',
  'delete from bank_proposal',
])('the application has no right to %s, and the owner is refused too', async (statement) => {
  await expect(db.database.execute(statement)).rejects.toThrow()
  await expect(db.owner.unsafe(statement)).rejects.toThrow(/append-only/)
})
