import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type QrModules, qrModules, qrPath, qrPng } from '#lib/identifiers/qr-code'
import { readQr } from '#tests/fixtures/read-qr'

const payment =
  'SPD*1.0*ACC:CZ6508000000192000145399*AM:1440.00*CC:CZK*X-VS:1006000*X-KS:1318*MSG:KOMUNALNI ODPAD 2026'

/** Paints modules and reads the picture back by an independent decoder. */
function read(modules: QrModules, scale = 4): string | null {
  const side = modules.length * scale
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isDark = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)]
      if (isDark) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
    }
  }
  return readQr(pixels, side, side)
}

test('another decoder reads the payment back', () => {
  expect(read(qrModules(payment))).toBe(payment)
})

test('four light modules stand on every side, then the corner marks begin', () => {
  const modules = qrModules(payment)
  const size = modules.length
  for (const [y, row] of modules.entries()) {
    expect(row).toHaveLength(size)
    const isMargin = y < 4 || y >= size - 4
    expect((isMargin ? row : [...row.slice(0, 4), ...row.slice(-4)]).some(Boolean)).toBe(false)
  }
  for (const [y, x] of [
    [4, 4],
    [4, size - 5],
    [size - 5, 4],
  ] as const) {
    expect(modules[y]?.[x]).toBe(true)
  }
})

test('an ordinary payment stays within version 6', () => {
  expect(qrModules(payment).length).toBeLessThanOrEqual(17 + 4 * 6 + 8)
})

test('the level of correction written beside the mark is M', () => {
  const modules = qrModules(payment)
  // The first two format bits, unmasked by 10: M is 00.
  expect([modules[12]?.[4], modules[12]?.[5]]).toEqual([true, false])
})

test('the path draws exactly the dark modules', () => {
  const modules = qrModules(payment)
  const painted = modules.map((row) => row.map(() => false))
  for (const [, x, y, width, back] of qrPath(modules).matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(x)
    painted[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  expect(painted).toEqual(modules)
  expect(qrPath(modules)).toMatch(/^(M\d+ \d+h\d+v1H\d+z)+$/)
})

test('the picture holds the same modules', () => {
  const modules = qrModules(payment)
  const png = qrPng(modules, 3)
  const side = png.readUInt32BE(16)
  expect(side).toBe(modules.length * 3)
  const dataLength = png.readUInt32BE(33)
  const bytes = inflateSync(png.subarray(41, 41 + dataLength))
  expect(bytes).toHaveLength(side * (side + 1))
  const again = modules.map((row, y) =>
    row.map((_, x) => bytes[(y * 3 + 1) * (side + 1) + 1 + x * 3 + 1] === 0),
  )
  expect(read(again)).toBe(payment)
})

test('whatever a payment may carry is read back', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:,(')
  fc.assert(
    fc.property(fc.string({ unit: character, minLength: 1, maxLength: 180 }), (text) => {
      expect(read(qrModules(text))).toBe(text)
    }),
    { numRuns: 20 },
  )
})
