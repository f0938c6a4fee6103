import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paymentWorld } from '#tests/fixtures/payments'
import { judge } from './sequences/judge.ts'
import { step } from './sequences/steps.ts'
import { sequenceWorld, take } from './sequences/world.ts'

/** More of them by `npm run sequences`, see docs/measuring.md. */
const numRuns = Number(process.env.SEQUENCES ?? 12)
const seed = process.env.SEQUENCES_SEED === undefined ? {} : { seed: Number(process.env.SEQUENCES_SEED) }

test(
  'whatever happens to money, in any order: ledger verify has nothing to say and no haléř is made or lost',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24, size: 'max' }), async (steps) => {
        const world = await paymentWorld()
        try {
          const at = await sequenceWorld(world)
          for (const one of steps) await take(at, one)
          await judge(at)
        } finally {
          await world.close()
        }
      }),
      { numRuns, ...seed, endOnFailure: process.env.SEQUENCES !== undefined },
    )
    expect(numRuns).toBeGreaterThan(0)
  },
  24 * 3_600_000,
)
