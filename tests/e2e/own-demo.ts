import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { readRunning } from '#start/data/running'
import { freePortRow } from '#start/machine/ports'

/** A demonstration of one test's own, begun from an empty folder as anybody begins it. */
export interface OwnDemo {
  url: string
  folder: string
  /** The database as its owner. */
  ownerUrl: string
  /** Everything it has said so far. */
  said(): string
  /** Ends it as Ctrl-C does, clears its folder, and returns how it ended. */
  stop(): Promise<number | null>
}

interface Wishes {
  /** Another command than that of `npm run demo`. */
  script?: string
  /** Further options of the command. */
  words?: readonly string[]
  /** Another checkout than this one. */
  checkout?: string
}

/** Runs the command of `npm run demo` over an empty folder, on ports nobody uses, until it says it is ready. */
export async function startOwnDemo(wishes: Wishes = {}): Promise<OwnDemo> {
  const { script = 'start/demo/main.ts', words = [], checkout = process.cwd() } = wishes
  const folder = join(tmpdir(), `platebni-portal-own-${randomUUID()}`)
  const port = await freePortRow(12)
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...environment } = process.env
  const demo = spawn(
    process.execPath,
    ['start/bootstrap.mjs', script, '--port', String(port), '--data-dir', folder, ...words],
    { cwd: checkout, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (piece) => (said += piece))
  const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve))
  async function stop() {
    demo.kill('SIGTERM')
    const code = await ended
    rmSync(folder, { recursive: true, force: true })
    return code
  }
  try {
    await expect(() => expect(said).toContain('Ctrl-C stops everything.')).toPass({ timeout: 90_000 })
  } catch (error) {
    await stop()
    throw error
  }
  const ownerUrl = readRunning(folder)?.ownerUrl ?? ''
  const url = /Portal ready: (\S+)/.exec(said)?.[1] ?? ''
  return { url, folder, ownerUrl, said: () => said, stop }
}
