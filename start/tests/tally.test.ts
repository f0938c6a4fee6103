import { describe, expect, it } from 'vitest'
import { judged, sumOf, tallyOfPlaywright, tallyOfVitest } from '#start/tests/tally'

describe('tallyOfVitest', () => {
  it('counts a file that broke before its first test as one failure', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
      ],
    }
    expect(tallyOfVitest(report)).toEqual({ passed: 7, failed: 2 })
  })
})

describe('tallyOfPlaywright', () => {
  it('counts errors outside the tests as failures', () => {
    const report = { stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 5 }, errors: [{}] }
    expect(tallyOfPlaywright(report)).toEqual({ passed: 4, failed: 3 })
  })
})

describe('judged', () => {
  it.each([
    ['all passed', { passed: 2, failed: 0 }, 0, false, { passed: 2, failed: 0 }],
    ['one failed', { passed: 2, failed: 1 }, 1, false, { passed: 2, failed: 1 }],
    ['a crash after the tests', { passed: 2, failed: 0 }, 1, false, { passed: 2, failed: 1 }],
    ['a crash before the report', null, 1, true, { passed: 0, failed: 1 }],
    ['nothing ran', { passed: 0, failed: 0 }, 0, false, { passed: 0, failed: 1 }],
    ['nothing matched the filter', { passed: 0, failed: 0 }, 0, true, { passed: 0, failed: 0 }],
    ['a crash with a filter', { passed: 0, failed: 0 }, 1, true, { passed: 0, failed: 1 }],
  ])('%s', (_case, tally, exitCode, mayBeEmpty, expected) => {
    expect(judged(tally, exitCode, mayBeEmpty)).toEqual(expected)
  })
})

describe('sumOf', () => {
  it('adds up', () => {
    expect(
      sumOf([
        { passed: 1, failed: 2 },
        { passed: 3, failed: 4 },
      ]),
    ).toEqual({ passed: 4, failed: 6 })
  })
})
