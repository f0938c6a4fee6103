import { expect, test } from 'vitest'
import { type Outcome, outcomeOf, paidAttempt } from '#lib/payment/outcome.rules'

type Facts = Parameters<typeof outcomeOf>[0]
const attempt = (state: Facts['attempts'][number]['state'], hasEvidence = false) => ({ state, hasEvidence })

const table: [string, Facts['status'], Facts['attempts'], Outcome][] = [
  ['settled', 'paid', [attempt('paid', true)], 'paid'],
  ['an older attempt found paid', 'open', [attempt('waiting'), attempt('paid')], 'paid'],
  ['disputed', 'open', [attempt('cancelled'), attempt('disputed')], 'verifying'],
  ['nobody went to the gateway yet', 'open', [attempt('waiting')], 'waiting'],
  ['the payer gave the order', 'open', [attempt('waiting', true)], 'verifying'],
  [
    'the payer gave the order of an older attempt',
    'open',
    [attempt('waiting'), attempt('expired', true)],
    'verifying',
  ],
  ['no answer to the creation yet', 'open', [attempt('prepared')], 'verifying'],
  ['cancelled', 'open', [attempt('cancelled')], 'cancelled'],
  ['refused', 'open', [attempt('refused')], 'failed'],
  ['nothing at all', 'closed', [], 'failed'],
]

test.each(table)('%s', (_name, status, attempts, outcome) => {
  expect(outcomeOf({ status, attempts })).toBe(outcome)
  expect(paidAttempt({ attempts })?.state).toBe(
    attempts.some(({ state }) => state === 'paid') ? 'paid' : undefined,
  )
})
