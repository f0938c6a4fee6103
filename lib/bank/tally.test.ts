import { expect, test, vi } from 'vitest'
import { newTally, warn } from './tally.ts'

test('of many warnings alike the first place is put into words, and no other', () => {
  const tally = newTally()
  const place = vi.fn(() => 'řádek 7')
  const further = vi.fn(() => 'řádek 8')
  warn(tally, 'text_cut', place)
  for (let i = 0; i < 1000; i++) warn(tally, 'text_cut', further)
  expect(place).toHaveBeenCalledOnce()
  expect(further).not.toHaveBeenCalled()
  expect([...tally.warnings.values()]).toEqual([
    { code: 'text_cut', place: 'řádek 7', count: 1001, message: 'Příliš dlouhý text pohybu je zkrácen.' },
  ])
})
