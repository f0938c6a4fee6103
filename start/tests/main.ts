import { helpIfAsked, stopSignal } from '#start/machine/terminal'
import { runSuites } from '#start/tests/run-suites'
import { allSuites, type SuiteName, usualSuites } from '#start/tests/suites'

helpIfAsked(`Usage: npm test -- [SUITE…] [FILE…]
  SUITE  one of ${allSuites.join(', ')}; without any all but night
  FILE   a part of the name of test files, to run only those`)

// `npm test -- unit database` chooses suites, `npm test -- ledger` files by name, `npm test -- unit ledger` both.
const words = process.argv.slice(2)
const isSuite = (word: string): word is SuiteName => allSuites.some((name) => name === word)
const chosen = words.filter(isSuite)
const filters = words.filter((word) => !isSuite(word))
const withFiles = usualSuites.filter((name) => name !== 'lint' && name !== 'types')
const usual = filters.length > 0 ? withFiles : usualSuites
await runSuites(chosen.length > 0 ? chosen : usual, filters, stopSignal())
