import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedProcess } from '#start/data/running'
import { root, StartProblem } from '#start/machine/paths'
import { deadline, pause } from '#start/machine/ports'
import { processBirth } from '#start/processes/process-birth'

/** One Node process to start. */
export interface ChildCommand {
  label: string
  /** The script and its options. */
  command: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  /** What shows that it serves: text in its output, or an address that answers. Without it, being started is enough. */
  ready?: { output: string } | { address: string }
}

export interface Processes {
  /** Starts one and waits until it serves; throws a StartProblem when it ends first. */
  start(child: ChildCommand): Promise<void>
  /** Starts one that has an end, and waits for it; throws a StartProblem when it fails. */
  run(child: ChildCommand): Promise<void>
  list(): RecordedProcess[]
  /** Resolves with a sentence when a process ended without being asked. */
  failure: Promise<StartProblem>
  /** Stops all, the youngest first. */
  stop(): Promise<void>
}

interface Output {
  /** Where readiness is told. */
  beginning(): string
  /** Where the reason of a failure is. */
  end(): string
}

interface Child {
  label: string
  process: ChildProcess
  birth: string | null
  output: Output
  ended: Promise<void>
}

const readyWithinMs = 90_000
const stopWithinMs = 10_000
const endWithParent = join(root, 'start', 'processes', 'end-with-parent.ts')

/**
 * A set of child processes that live and die together. Their output goes into files of `logFolder`, or without
 * it to our own. Each has a process group of its own, so the terminal's Ctrl-C comes only to us.
 */
export function openProcesses(options: { logFolder?: string; changed?: () => void }): Processes {
  const children: Child[] = []
  let isStopping = false
  let failed: StartProblem | null = null
  let fail = (_problem: StartProblem) => {}
  const failure = new Promise<StartProblem>((resolve) => {
    fail = (problem) => {
      failed ??= problem
      resolve(failed)
    }
  })
  if (options.logFolder) mkdirSync(options.logFolder, { recursive: true, mode: 0o700 })

  const logFile = (label: string) =>
    options.logFolder === undefined ? undefined : join(options.logFolder, `${label}.log`)

  function sentence(child: Child): string {
    const { exitCode, signalCode } = child.process
    const how = signalCode ? `was ended by ${signalCode}` : `ended by itself (code ${exitCode})`
    const file = logFile(child.label)
    if (!file) return `The process "${child.label}" ${how}.`
    const last = child.output.end().trimEnd().split('\n').slice(-15).join('\n')
    return `The process "${child.label}" ${how}; its log is ${file} and ends so:\n${last}`
  }

  function launch(command: ChildCommand): Child {
    const file = logFile(command.label)
    const launched = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', endWithParent, ...command.command],
      {
        cwd: root,
        env: { NODE_ENV: 'production', ...command.environment, PORTAL_STARTED_BY: String(process.pid) },
        stdio: ['ignore', file ? 'pipe' : 'inherit', file ? 'pipe' : 'inherit'],
        detached: true,
      },
    )
    const ended = new Promise<void>((resolve) => launched.once('close', () => resolve()))
    launched.once('error', (error) => fail(new StartProblem(error.message)))
    const child: Child = {
      label: command.label,
      process: launched,
      birth: processBirth(launched.pid ?? 0),
      output: collect(launched, file),
      ended,
    }
    children.push(child)
    options.changed?.()
    return child
  }

  return {
    failure,
    list: () => children.map(({ label, process, birth }) => ({ label, pid: process.pid ?? 0, birth })),
    async start(command) {
      if (isStopping) throw new StartProblem('Stopped.')
      const child = launch(command)
      void child.ended.then(() => {
        if (!isStopping) fail(new StartProblem(sentence(child)))
      })
      const begunAt = performance.now()
      while (!(await serves(child, command))) {
        if (hasEnded(child)) await child.ended
        // Whichever of them ended, they live and die together.
        if (failed) throw failed
        if (performance.now() - begunAt > readyWithinMs) {
          throw new StartProblem(
            `The process "${child.label}" did not begin to serve; see ${logFile(child.label) ?? 'its output'}.`,
          )
        }
        await pause(50)
      }
      if (failed) throw failed
    },
    async run(command) {
      if (isStopping) throw new StartProblem('Stopped.')
      const child = launch(command)
      await child.ended
      children.splice(children.indexOf(child), 1)
      options.changed?.()
      if (child.process.exitCode !== 0) throw new StartProblem(sentence(child))
    },
    async stop() {
      isStopping = true
      for (const child of children.toReversed()) await end(child)
    },
  }
}

async function serves(child: Child, { ready }: ChildCommand): Promise<boolean> {
  if (!ready) return true
  if ('output' in ready) return child.output.beginning().includes(ready.output)
  try {
    const answer = await fetch(ready.address, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    await answer.body?.cancel()
    return answer.status < 500
  } catch {
    return false
  }
}

/** Copies the output into the file and remembers its beginning and its end. Ours goes past us and is not remembered. */
function collect(child: ChildProcess, path: string | undefined): Output {
  const file = path === undefined ? null : createWriteStream(path, { mode: 0o600 })
  let beginning = ''
  let end = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      file?.write(chunk)
      end = (end + chunk.toString('utf8')).slice(-10_000)
      if (beginning.length < 10_000) beginning += chunk.toString('utf8')
    })
  }
  child.once('close', () => file?.end())
  return { beginning: () => beginning, end: () => end }
}

const hasEnded = (child: Child) => child.process.exitCode !== null || child.process.signalCode !== null

async function end(child: Child) {
  if (!hasEnded(child)) child.process.kill('SIGTERM')
  await Promise.race([child.ended, deadline(stopWithinMs)])
  try {
    // Whoever is left in its group, itself included.
    if (child.process.pid) process.kill(-child.process.pid, 'SIGKILL')
  } catch {
    return
  }
  await Promise.race([child.ended, deadline(1000)])
}
