import { stopSignal } from '#start/machine/terminal'
import { runSuites } from '#start/tests/run-suites'
import { quickSuites } from '#start/tests/suites'

await runSuites(quickSuites, process.argv.slice(2), stopSignal())
