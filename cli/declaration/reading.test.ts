import { expect, test } from 'vitest'
import { declareCommand } from './command.ts'
import { flag, optional, required, several } from './declaration.ts'
import { amount, text } from './kinds.ts'
import { readCommandLine } from './reading.ts'
import { usageLine, usageText } from './usage.ts'

const { declaration } = declareCommand({
  words: 'apple pick',
  about: 'sklidí jablka',
  arguments: { tree: required(text('STROM'), 'který strom'), baskets: several(text('KOŠ'), 'kam') },
  options: {
    price: required(amount, 'za kolik'),
    note: optional(text('POZNÁMKA'), 'poznámka'),
    red: optional(text('ODSTÍN'), 'jen červená'),
    green: optional(text('ODSTÍN'), 'jen zelená'),
    quickly: flag('rychle'),
  },
  groups: [{ need: 'one', of: ['red', 'green'] }],
  run: async ({ tree, baskets, price, note, quickly }) =>
    // Values have the types of their declarations.
    tree.length + baskets.length + Number(price) + (note?.length ?? 0) + Number(quickly),
})
const read = (...args: string[]) => readCommandLine([declaration], ['apple', 'pick', ...args])

test('values come read, wherever the options stand', () => {
  const values = { tree: 'a', baskets: ['b', '-c'], price: 90_000n, red: 'tmavá', quickly: true }
  expect(read('a', '--price=900', '--quickly', 'b', '--red', 'tmavá', '--', '-c')).toEqual({
    kind: 'command',
    declaration,
    values: { ...values, note: undefined, green: undefined },
  })
})

test.each([
  [['a', 'b', '--price', '-900', '--green', 'x'], -90_000n],
  [['a', 'b', '--price=−900', '--green', 'x'], -90_000n],
])('a negative amount is a value, not an option: %j', (args, price) => {
  expect(read(...args)).toMatchObject({ kind: 'command', values: { price } })
})

test('a value may begin with a hyphen after an equals sign', () => {
  expect(read('a', 'b', '--price', '1', '--green', 'x', '--note=-x')).toMatchObject({
    kind: 'command',
    values: { note: '-x' },
  })
  expect(read('a', 'b', '--price', '1', '--green', 'x', '--note', '-x')).toMatchObject({
    kind: 'misused',
    text: expect.stringMatching(/^Neznámá volba -x\./),
  })
})

test('help is told even on a line with mistakes', () => {
  expect(read('--price', 'x', '--help').kind).toBe('help')
  expect(read('-h').kind).toBe('help')
})

test('the usage line shows what must be given and what may be', () => {
  const line =
    'npm run portal -- apple pick STROM KOŠ… --price KČ [--note POZNÁMKA] (--red ODSTÍN | --green ODSTÍN) [--quickly]'
  expect(usageLine(declaration)).toBe(line)
  expect(usageText(declaration).replaceAll(/\s+/g, ' ')).toBe(line)
  for (const one of usageText(declaration).split('\n')) expect(one.length).toBeLessThanOrEqual(90)
})
