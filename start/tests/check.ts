import { helpIfAsked, stopSignal } from '#start/machine/terminal'
import { runSuites } from '#start/tests/run-suites'
import { quickSuites } from '#start/tests/suites'

helpIfAsked(`Usage: npm run check -- [FILE…]
  The quick part of the tests: lint, types, house rules and unit tests.
  FILE  a part of the name of test files, to run only those; house runs the house rules alone`)
await runSuites(quickSuites, process.argv.slice(2), stopSignal())
