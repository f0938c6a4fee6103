import { expect, test } from 'vitest'
import { readListFilter } from '#lib/payment/history/list.input'
import { listAddress } from '#lib/payment/history/list.rules'

const unlimited = { state: null, from: null, to: null, page: 1 }

test.each([
  [{}, unlimited],
  [
    { stav: 'zaplacena', od: '2026-05-01', do: '2026-05-31', strana: '3' },
    { state: 'paid', from: '2026-05-01', to: '2026-05-31', page: 3 },
  ],
  [{ stav: 'neoverene' }, { ...unlimited, state: 'unverified' }],
  [{ stav: ['zaplacena', 'zrusena'], od: '2026-02-30', do: 'zítra', strana: '0' }, unlimited],
  [{ strana: '-1' }, unlimited],
  [{ strana: '1e9' }, unlimited],
])('%j', (parameters, filter) => {
  expect(readListFilter(parameters)).toEqual(filter)
})

test('an address carries what limits and reads back', () => {
  const filter = readListFilter({ stav: 'u-brany', od: '2026-05-01', strana: '2' })
  const address = listAddress(filter)
  expect(address).toBe('/urad/platby?stav=u-brany&od=2026-05-01&strana=2')
  expect(readListFilter(Object.fromEntries(new URL(address, 'http://localhost').searchParams))).toEqual(
    filter,
  )
  expect(listAddress(readListFilter({}))).toBe('/urad/platby')
})
