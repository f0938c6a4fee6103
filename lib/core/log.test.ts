import { describe, expect, test } from 'vitest'
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
