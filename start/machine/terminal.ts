import { StartProblem } from '#start/machine/paths'

/** Aborts on the first request to stop: a signal, or the end of the process that started us. Further ones change nothing. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort())
  }
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) controller.abort()
  }, 500)
  watch.unref()
  return controller.signal
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }))
}

/** Tells the usage and ends well, where the command line asks for it. */
export function helpIfAsked(usage: string): void {
  if (!process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) return
  console.log(usage)
  process.exit(0)
}

/** A wrong command line: one sentence and the usage. */
export class UsageProblem extends StartProblem {}

export function usageProblem(error: unknown, usage: string): UsageProblem {
  const sentence = (error as Error).message.split('. ')[0]?.replace(/\.?$/, '.')
  return new UsageProblem(`${sentence}\n${usage}`)
}

/** Tells a StartProblem as its sentence, anything else with its stack; ends with code 1, or 2 for a wrong command line. */
export function tellAndExit(error: unknown): never {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exit(error instanceof UsageProblem ? 2 : 1)
}
