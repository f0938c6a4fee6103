import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from '#start/machine/paths'
import { pause } from '#start/machine/ports'
import { processBirth } from '#start/processes/process-birth'

/** One process of a start, named for good. */
export interface RecordedProcess {
  label: string
  pid: number
  birth: string | null
}

/** What a start writes down about itself in its data folder, so that others find it and a later start cleans up after it. */
export interface Running {
  start: RecordedProcess
  port: number | null
  /** Whether the portal answers over https. */
  isSecure: boolean
  isStopping: boolean
  children: RecordedProcess[]
  applicationUrl: string | null
  ownerUrl: string | null
}

/** The data folder held by this process until `release`. */
export interface Hold {
  write(changed: Partial<Running>): void
  release(): void
}

const fileName = 'running.json'

/** Reads who holds the folder now; null when nobody does. */
export function readRunning(folder: string): Running | null {
  const kept = readRecord(join(folder, fileName))
  return kept && isAlive(kept.start) ? kept : null
}

/**
 * Takes the folder for this process. What a killed start left running is ended first; a start that still runs
 * is a StartProblem.
 */
export async function holdDataFolder(folder: string, label: string, port: number | null): Promise<Hold> {
  const file = join(folder, fileName)
  let running: Running = {
    start: { label, pid: process.pid, birth: processBirth(process.pid) },
    port,
    isSecure: false,
    isStopping: false,
    children: [],
    applicationUrl: null,
    ownerUrl: null,
  }
  while (!createRecord(file, running)) {
    const other = readRecord(file)
    if (other) {
      await waitWhileEnding(folder, other)
      await Promise.all(other.children.map(endLeftover))
    }
    rmSync(file, { force: true })
  }
  return {
    write(changed) {
      running = { ...running, ...changed }
      renameSync(writeAside(file, running), file)
    },
    release: () => rmSync(file, { force: true }),
  }
}

/** A start that is just going down, or whose own parent was killed a moment ago, gets the time to finish. */
async function waitWhileEnding(folder: string, other: Running) {
  for (let i = 0; isAlive(other.start); i++) {
    const isEnding = readRecord(join(folder, fileName))?.isStopping ?? true
    if (i >= (isEnding ? 400 : 20)) {
      const where =
        other.port === null ? '' : ` at http${other.isSecure ? 's' : ''}://localhost:${other.port}`
      throw new StartProblem(
        `The ${other.start.label} already runs over ${folder}${where} (process ${other.start.pid}); stop it first, or choose another --data-dir and --port.`,
      )
    }
    await pause(100)
  }
}

/** Ends one process that a killed start left behind, politely first. */
async function endLeftover(left: RecordedProcess): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(left)) return
    try {
      process.kill(left.pid, signal)
    } catch {
      return
    }
    for (let i = 0; i < 100 && isAlive(left); i++) await pause(100)
  }
}

function isAlive(recorded: RecordedProcess): boolean {
  return recorded.birth !== null && processBirth(recorded.pid) === recorded.birth
}

function readRecord(file: string): Running | null {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  } catch {
    return null
  }
}

/** False when the record is there already: a hard link, unlike a rename, never replaces one. */
function createRecord(file: string, running: Running): boolean {
  const aside = writeAside(file, running)
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside)
  }
}

function writeAside(file: string, running: Running): string {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, JSON.stringify(running, null, 2), { mode: 0o600 })
  return aside
}
