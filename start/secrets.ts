import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from '#start/paths'

const makers = {
  citizenSession: () => randomBytes(32).toString('hex'),
  officeSession: () => randomBytes(32).toString('hex'),
  citizenClient: () => randomBytes(24).toString('hex'),
  officeClient: () => randomBytes(24).toString('hex'),
  comgate: () => randomBytes(16).toString('hex'),
  birthNumberLookup: () => randomBytes(32).toString('base64'),
  birthNumberSeal: () => randomBytes(32).toString('base64'),
}

/** The demo's own secrets, made once for each data folder. */
export type DemoSecrets = Record<keyof typeof makers, string>

/** The secrets of the data folder; what is not there yet is made and kept (readable by this user only). */
export function demoSecrets(folder: string): DemoSecrets {
  const file = join(folder, 'secrets.json')
  const kept = readKept(file)
  const secrets = { ...kept } as DemoSecrets
  for (const [name, make] of Object.entries(makers)) {
    secrets[name as keyof DemoSecrets] ??= make()
  }
  if (Object.keys(secrets).length > Object.keys(kept).length) {
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  }
  return secrets
}

function readKept(file: string): Partial<DemoSecrets> {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new StartProblem(`${file} is damaged; start once with --fresh to make new data.`)
  }
}
