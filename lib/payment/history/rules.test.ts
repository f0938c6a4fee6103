import { expect, test } from 'vitest'
import { sentences } from '#lib/i18n/sentences'
import { attemptEdges, attemptStates } from '#lib/payment/edges.rules'
import { slugOfState, stateFromSlug } from '#lib/payment/history/rules'

test.each([...attemptStates, 'unverified', null] as const)('the address of %s reads back', (state) => {
  expect(stateFromSlug(slugOfState(state))).toBe(state)
})

test('an unknown state limits nothing', () => {
  expect(stateFromSlug('paid')).toBeNull()
})

test('the office has a word for every state and every event', () => {
  expect(Object.keys(sentences.office.state).sort()).toEqual([...attemptStates].sort())
  expect(Object.keys(sentences.office.stateMeaning).sort()).toEqual([...attemptStates].sort())
  const events = new Set(attemptEdges.map((edge) => edge.event))
  expect(Object.keys(sentences.office.event).sort()).toEqual([...events].sort())
})
