import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A problem of the machine told in one sentence; the caller prints it without a stack. */
export class StartProblem extends Error {}

export interface SystemUser {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root; then it runs as the machine's `postgres` or `nobody`. Null: as ourselves. */
export function databaseUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const found = users.find((fields) => fields[0] === name)
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new StartProblem(
    'Running as root needs a system user "postgres" or "nobody" for the database; neither exists.',
  )
}

/** Whether that user can enter the folder (a checkout in a closed home directory cannot be entered). */
export function canEnter(user: SystemUser | null, folder: string): boolean {
  if (!user) return true
  return spawnSync('ls', [folder], { uid: user.uid, gid: user.gid, stdio: 'ignore' }).status === 0
}

/** A folder of the data that belongs to the database's user and to nobody else. */
export function ownFolder(folder: string, user: SystemUser | null): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
}

/** Next's own program. Never through npx: ending npx would leave the server behind. */
export const nextCommand = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
