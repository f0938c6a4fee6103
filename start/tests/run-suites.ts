import { type SuiteName, suites } from '#start/tests/suites'
import { sumOf, type Tally } from '#start/tests/tally'

/**
 * Runs the suites one after another and ends the process: the last line is `N passed, N failed` over all of them,
 * the exit code 1 when anything failed or nothing ran.
 */
export async function runSuites(
  names: readonly SuiteName[],
  filters: readonly string[],
  signal: AbortSignal,
): Promise<never> {
  const tallies: Tally[] = []
  for (const name of names) {
    if (signal.aborted) break
    console.log(`\n== ${name}`)
    tallies.push(await tallyOf(name, filters, signal))
  }
  if (signal.aborted) process.exit(130)
  const lines = tallies.map(({ passed, failed }, i) => `${names[i]}: ${passed} passed, ${failed} failed`)
  const { passed, failed } = sumOf(tallies)
  console.log(`\n${lines.join('\n')}\n${passed} passed, ${failed} failed`)
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
}

async function tallyOf(name: SuiteName, filters: readonly string[], signal: AbortSignal): Promise<Tally> {
  try {
    return await suites[name]({ filters, signal })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  }
}
