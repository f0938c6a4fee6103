import { runSuites } from '#start/run-suites'
import { quickSuites } from '#start/suites'
import { stopSignal } from '#start/terminal'

await runSuites(quickSuites, process.argv.slice(2), stopSignal())
