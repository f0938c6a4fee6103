import { expect, test } from 'vitest'
import { csvCell } from './csv.ts'

test.each([
  ['-240,00', '"-240,00"'],
  ['19-2000145399/0800', '"19-2000145399/0800"'],
  ['řekl „ano"', '"řekl „ano"""'],
  ['=1+1', `"'=1+1"`],
  ["-2+3+cmd|' /C calc'!A0", `"'-2+3+cmd|' /C calc'!A0"`],
  [' @SUM(A1)', `"' @SUM(A1)"`],
])('csvCell(%s)', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
})
