import { expect, test } from 'vitest'
import {
  account,
  amount,
  bankCode,
  choice,
  czechDay,
  isoDay,
  type Kind,
  month,
  text,
  variableSymbol,
  wholeNumber,
  year,
} from './kinds.ts'

test.each<[string, Kind<unknown>, string, unknown]>([
  ['amount', amount, '1 440,50', 144_050n],
  ['amount', amount, '1.440', null],
  ['ISO day', isoDay, '2026-05-31', '2026-05-31'],
  ['ISO day', isoDay, '31.5.2026', null],
  ['Czech day', czechDay, '31. 5. 2026', '2026-05-31'],
  ['Czech day', czechDay, '2026-05-31', '2026-05-31'],
  ['Czech day', czechDay, '31.6.2026', null],
  ['month', month, '2026-05', '2026-05'],
  ['month', month, '2026-13', null],
  ['year', year, '2026', 2026],
  ['year', year, '1999', null],
  ['account', account, '000019-2000145399/0800', '19-2000145399/0800'],
  ['account', account, '19-2000145398/0800', null],
  ['symbol', variableSymbol, '0260100010', '260100010'],
  ['symbol', variableSymbol, '000', null],
  ['bank code', bankCode, '0800', '0800'],
  ['bank code', bankCode, '8', null],
  ['number', wholeNumber('ČÍSLO', 3), '007', 7],
  ['number', wholeNumber('ČÍSLO', 3), '1000', null],
  ['number', wholeNumber('ČÍSLO', 3), '1,5', null],
  ['choice', choice('STAV', ['a', 'b']), 'b', 'b'],
  ['choice', choice('STAV', ['a', 'b']), 'c', null],
  ['text', text('DŮVOD'), 'omyl', 'omyl'],
])('%s %#', (_name, { read }, written, value) => {
  expect(read(written)).toEqual(value)
})
