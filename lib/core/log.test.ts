import { afterEach, describe, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { createLog } from '#lib/core/log'

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  let line = ''
  const log = createLog({
    write: (text) => {
      line += text
    },
  })
  log.level = 'info'
  write(log)
  return JSON.parse(line)
}

describe('values under a telling name are hidden', () => {
  test.each([
    'secret',
    'COMGATE_SECRET',
    'client_secret',
    'clientSecret',
    'password',
    'authorization',
    'Authorization',
    'cookie',
    'set-cookie',
    'token',
    'accessToken',
    'id_token',
    'birthNumber',
    'birth_number',
    'rodne_cislo',
    'rodneCislo',
    'DATABASE_URL',
  ])('%s', (name) => {
    const deep = { a: { b: [{ c: { [name]: 'hodnota' } }] } }
    const line = JSON.stringify([
      logged((log) => log.info({ [name]: 'hodnota' })),
      logged((log) => log.info(deep, 'zpráva')),
      logged((log) => log.child({ [name]: 'hodnota' }).info('zpráva')),
      logged((log) => log.info('zpráva %o', deep)),
      logged((log) => log.error(Object.assign(new Error('chyba'), deep))),
    ])
    expect(line).not.toContain('hodnota')
    expect(line.match(/\[hidden\]/g)).toHaveLength(5)
  })
})

describe('a birth number in free text is blotted', () => {
  test.each([
    ['a message', logged((log) => log.info('číslo 805501/1234'))],
    ['a value', logged((log) => log.info({ note: 'číslo 8055011234' }, 'zpráva'))],
    ['a parameter', logged((log) => log.info('číslo %s', '8055011234'))],
    ['a child', logged((log) => log.child({ note: '8055011234' }).info('zpráva'))],
    ['an error', logged((log) => log.error(new Error('číslo 8055011234')))],
    ['a cause', logged((log) => log.error({ err: new Error('x', { cause: new Error('8055011234') }) }))],
    ['an address', logged((log) => log.info({ url: new URL('https://a.example/?id=805501/1234') }))],
  ])('in %s', (_place, line) => {
    expect(JSON.stringify(line)).toContain('[hidden]')
    expect(JSON.stringify(line)).not.toContain('1234')
  })
})

test('the rest is kept', () => {
  const line = logged((log) => log.warn({ paymentId: 'p1', amountHal: 90_000n, at: null }, 'platba %s', 'p1'))
  expect(line).toMatchObject({
    level: 'warn',
    paymentId: 'p1',
    amountHal: '90000',
    at: null,
    msg: 'platba p1',
  })
  expect(line.time).toMatch(/^\d{4}-\d{2}-\d{2}T/)
})

test('an error keeps its kind, message and stack', () => {
  const line = logged((log) => log.error({ err: new TypeError('chyba') }, 'nepodařilo se'))
  expect(line).toMatchObject({ msg: 'nepodařilo se', err: { type: 'TypeError', message: 'chyba' } })
  expect(logged((log) => log.error(new Error('chyba')))).toMatchObject({
    msg: 'chyba',
    err: { type: 'Error' },
  })
})

test('a cycle and a file do not stop the log', () => {
  const cycle: Record<string, unknown> = { bytes: Buffer.alloc(5) }
  cycle.self = cycle
  expect(logged((log) => log.info(cycle))).toMatchObject({ bytes: '[5 bytes]', self: { bytes: '[5 bytes]' } })
})

describe('the same complaint', () => {
  let atMs = Date.UTC(2026, 5, 1)
  afterEach(() => setClock(null))

  /** What is left of these complaints. */
  function said(complain: (log: ReturnType<typeof createLog>) => void) {
    const lines: Record<string, unknown>[] = []
    const log = createLog({ write: (text) => void lines.push(JSON.parse(text)) })
    log.level = 'info'
    setClock(() => instantAt(atMs))
    complain(log)
    return lines
  }

  test('is written once a minute, with how often it was kept back', () => {
    const lines = said((log) => {
      for (let second = 0; second < 150; second += 2) {
        log.warn(new Error('connect ECONNREFUSED 127.0.0.1:5432'), 'the queue complains')
        atMs += 2000
      }
    })
    expect(lines.map(({ repeated }) => repeated)).toEqual([undefined, 29, 29])
  })

  test('of something else, or no complaint at all, is written each time', () => {
    const lines = said((log) => {
      for (const mailId of ['a', 'b']) log.warn({ mailId }, 'A mail was not sent.')
      log.warn({ mailId: 'a' }, 'A mail was not read.')
      log.error({ mailId: 'a' }, 'A mail was not sent.')
      for (const _ of [1, 2]) log.info('web ready')
    })
    expect(lines).toHaveLength(6)
  })
})
