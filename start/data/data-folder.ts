import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { canEnter, databaseUser, root, StartProblem } from '#start/machine/paths'

const marker = '.platebni-portal-demo'

/** The folder in the checkout when none is given: the demo's, or that of development. */
export type UsualFolder = '.data' | '.data-dev'

/** Everything a start lays into its folder, besides the marker and the lock; `--fresh` deletes these and nothing else. */
const contents = [
  'postgres',
  'log',
  'identity',
  'mail',
  'keys',
  'bank.jsonl',
  'comgate.jsonl',
  'csob.jsonl',
  'gopay.jsonl',
  'gpwebpay.jsonl',
  'secrets.json',
]

/**
 * The folder of the demo's data, made if it is missing: the given one, else the usual one of the checkout, else, when
 * the database's system user cannot enter the checkout, one under /var/tmp. Throws a StartProblem when the
 * folder cannot be used or holds things of somebody else.
 */
export function openDataFolder(
  given: string | undefined,
  calledFrom = process.cwd(),
  usual: UsualFolder = '.data',
): string {
  const user = databaseUser()
  const folder = dataFolder(given, calledFrom, usual)
  try {
    makeFolder(folder)
    markOurs(folder)
  } catch (error) {
    if (error instanceof StartProblem) throw error
    throw new StartProblem(`The data directory ${folder} cannot be used: ${reason(error)}.`)
  }
  if (!canEnter(user, folder)) {
    throw new StartProblem(
      `The data directory ${folder} cannot be entered by the database's system user; choose another with --data-dir.`,
    )
  }
  return folder
}

/** Where the demo's data are, without making anything. */
export function dataFolder(
  given: string | undefined,
  calledFrom = process.cwd(),
  usual: UsualFolder = '.data',
): string {
  return given === undefined ? usualFolder(usual, canEnter(databaseUser(), root)) : resolve(calledFrom, given)
}

/** Deletes what a start made in the folder, and leaves whatever else lies there. */
export function emptyDataFolder(folder: string): void {
  if (!existsSync(join(folder, marker))) {
    throw new StartProblem(`${folder} was not made by the demo, so nothing in it is deleted.`)
  }
  for (const name of contents) rmSync(join(folder, name), { recursive: true, force: true })
}

function usualFolder(usual: UsualFolder, isCheckoutReachable: boolean): string {
  if (isCheckoutReachable) return join(root, usual)
  const mark = createHash('sha256').update(root).digest('hex').slice(0, 8)
  return `/var/tmp/platebni-portal-${mark}${usual.slice('.data'.length)}`
}

/** Step by step: Node's own recursive way never ends under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
  chmodSync(folder, 0o755)
}

function markOurs(folder: string): void {
  // Anybody may make folders in /var/tmp; secrets must not go into a stranger's.
  const uid = process.getuid?.()
  if (uid !== undefined && statSync(folder).uid !== uid) {
    throw new StartProblem(`The data directory ${folder} belongs to another user; choose another.`)
  }
  if (!existsSync(join(folder, marker)) && readdirSync(folder).length > 0) {
    throw new StartProblem(
      `The data directory ${folder} holds other things; choose an empty or a new one with --data-dir.`,
    )
  }
  writeFileSync(join(folder, marker), 'Data of the demo. A start with --fresh deletes them.\n')
  // Wherever in a checkout it lies, its secrets are no part of it.
  writeFileSync(join(folder, '.gitignore'), '*\n')
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'it is not a directory'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there'
  if (code === 'ENOENT') return 'no folder can be made there'
  if (code === 'EROFS') return 'it lies on a read-only file system'
  if (code === 'ENOSPC') return 'the disk is full'
  return message
}
