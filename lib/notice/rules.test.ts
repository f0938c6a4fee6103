import { expect, test } from 'vitest'
import { deliveryLifetimeMs, isGivenUp, problemOf } from '#lib/notice/rules'

test.each([
  [
    { code: 'EENVELOPE', responseCode: 550, response: '550 jana@example.cz unknown' },
    'refused EENVELOPE 550',
  ],
  [{ code: 'EMESSAGE', responseCode: 552 }, 'refused EMESSAGE 552'],
  [{ code: 'EENVELOPE', responseCode: 450 }, 'delayed EENVELOPE 450'],
  [{ code: 'EAUTH', responseCode: 535 }, 'delayed EAUTH 535'],
  [{ code: 'ESOCKET', message: 'connect ECONNREFUSED 127.0.0.1' }, 'delayed ESOCKET'],
  [{ code: 'jana@example.cz', responseCode: 'x' }, 'delayed unknown'],
  [new Error('jana@example.cz'), 'delayed unknown'],
  ['jana@example.cz', 'delayed unknown'],
  [undefined, 'delayed unknown'],
])('problemOf(%o) is %s', (error, problem) => {
  expect(problemOf(error)).toBe(problem)
})

test.each([
  [0, null, 0, false],
  [500, 'delayed ESOCKET', deliveryLifetimeMs, false],
  [1, 'delayed ESOCKET', deliveryLifetimeMs + 1, true],
  [2, 'refused EENVELOPE 550', 0, false],
  [3, 'refused EENVELOPE 550', 0, true],
])('after %i tries with problem %s at the age of %i ms given up: %s', (tries, problem, ageMs, givenUp) => {
  expect(isGivenUp({ tries, problem }, ageMs)).toBe(givenUp)
})
