import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSpayd, type SpaydPayment } from '#lib/identifiers/spayd'

const payment: SpaydPayment = { iban: 'CZ6508000000192000145399', amountHal: 144_000n }
const bare = 'SPD*1.0*ACC:CZ6508000000192000145399*AM:1440.00*CC:CZK'

function messageOf(message: string): string {
  const spayd = buildSpayd({ ...payment, message })
  return spayd.ok ? (spayd.value.split('*MSG:')[1] ?? '') : spayd.error
}

test('only the given attributes stand in it', () => {
  expect(buildSpayd(payment)).toEqual({ ok: true, value: bare })
  expect(buildSpayd({ ...payment, variableSymbol: null, specificSymbol: '', message: ' ' })).toEqual({
    ok: true,
    value: bare,
  })
})

test('all attributes in their order', () => {
  const full = {
    ...payment,
    amountHal: 90_050n,
    variableSymbol: '1234567890',
    specificSymbol: '2026',
    constantSymbol: '1318',
    message: 'Poplatek za odpad 2026 – děkujeme',
  }
  expect(buildSpayd(full)).toEqual({
    ok: true,
    value:
      'SPD*1.0*ACC:CZ6508000000192000145399*AM:900.50*CC:CZK' +
      '*X-VS:1234567890*X-SS:2026*X-KS:1318*MSG:POPLATEK ZA ODPAD 2026 - DEKUJEME',
  })
})

test.each([
  [1n, '0.01'],
  [10n, '0.10'],
  [999_999_999n, '9999999.99'],
])('%s haléřů is AM:%s', (amountHal, amount) => {
  const spayd = buildSpayd({ ...payment, amountHal })
  expect(spayd.ok && spayd.value).toContain(`*AM:${amount}*`)
})

test.each([
  [{ amountHal: 0n }, 'amount'],
  [{ amountHal: -1n }, 'amount'],
  [{ amountHal: 1_000_000_000n }, 'amount'],
  [{ iban: 'CZ6508000000192000145398' }, 'iban'],
  [{ iban: 'CZ65 0800 0000 1920 0014 5399' }, 'iban'],
  [{ variableSymbol: '12345678901' }, 'variable_symbol'],
  [{ variableSymbol: '1*MSG:X' }, 'variable_symbol'],
  [{ specificSymbol: '1 2' }, 'specific_symbol'],
  [{ constantSymbol: '13180' }, 'constant_symbol'],
])('refuses %o as %s', (change, error) => {
  expect(buildSpayd({ ...payment, ...change })).toEqual({ ok: false, error })
})

test.each([
  ['Příliš žluťoučký kůň úpěl ďábelské ódy', 'PRILIS ZLUTOUCKY KUN UPEL DABELSKE ODY'],
  ['a*b 100%', 'A%2AB 100%25'],
  ['1\u00a0440\n Kč 🙂', '1 440 KC'],
  ['Сміття', ''],
  ['x'.repeat(61), 'X'.repeat(60)],
  [`${'x'.repeat(58)}**`, 'X'.repeat(58)],
  [`${'x'.repeat(59)} y`, 'X'.repeat(59)],
])('the message %j becomes %j', (message, expected) => {
  expect(messageOf(message)).toBe(expected)
})

test('whatever the message, it stays one short attribute of plain capitals', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (message) => {
      expect(messageOf(message)).toMatch(/^[\x20-\x29\x2b-\x60\x7b-\x7e]{0,60}$/)
    }),
  )
})
