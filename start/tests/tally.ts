import { z } from 'zod'

/** How many tests passed and failed. */
export interface Tally {
  passed: number
  failed: number
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number() }),
  errors: z.array(z.unknown()),
})

/** Counts what vitest's JSON reporter wrote. A file that failed before its first test counts as one failure. */
export function tallyOfVitest(report: unknown): Tally {
  const { numPassedTests, numFailedTests, testResults } = vitestReport.parse(report)
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

/** Counts what Playwright's JSON reporter wrote. An error outside the tests counts as one failure. */
export function tallyOfPlaywright(report: unknown): Tally {
  const { stats, errors } = playwrightReport.parse(report)
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }
}

/**
 * The final word on a runner: without a report, with an exit code that its counts do not explain, or without a
 * single test where some must be, it counts as one failure more.
 */
export function judged(tally: Tally | null, exitCode: number, mayBeEmpty: boolean): Tally {
  if (!tally) return { passed: 0, failed: 1 }
  const isEmpty = tally.passed + tally.failed === 0
  if (isEmpty && mayBeEmpty && exitCode === 0) return tally
  if (isEmpty || (exitCode !== 0 && tally.failed === 0)) return { ...tally, failed: tally.failed + 1 }
  return tally
}

export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed }),
    { passed: 0, failed: 0 },
  )
}
