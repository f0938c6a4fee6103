import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoKey, type KeyFiles } from '#start/data/keys'
import { StartProblem } from '#start/machine/paths'

const makers = {
  citizenSession: () => randomBytes(32).toString('hex'),
  officeSession: () => randomBytes(32).toString('hex'),
  citizenClient: () => randomBytes(24).toString('hex'),
  officeClient: () => randomBytes(24).toString('hex'),
  comgate: () => randomBytes(16).toString('hex'),
  gopay: () => randomBytes(16).toString('hex'),
  bank: () => randomBytes(32).toString('hex'),
  birthNumberLookup: () => randomBytes(32).toString('base64'),
  birthNumberSeal: () => randomBytes(32).toString('base64'),
}

/** Keys that sign: of the city towards a gateway, and of a gateway that is played. */
const keyNames = {
  csobMerchant: 'csob-merchant',
  csobGateway: 'csob-gateway',
  gpwebpayMerchant: 'gpwebpay-merchant',
  gpwebpayGateway: 'gpwebpay-gateway',
}

type Texts = Record<keyof typeof makers, string>

/** The demo's own secrets, made once for each data folder; keys as files. */
export type DemoSecrets = Texts & { keys: Record<keyof typeof keyNames, KeyFiles> }

/** The secrets of the data folder; what is not there yet is made and kept (readable by this user only). */
export function demoSecrets(folder: string): DemoSecrets {
  const file = join(folder, 'secrets.json')
  const kept = readKept(file)
  const secrets = { ...kept } as Texts
  for (const [name, make] of Object.entries(makers)) {
    secrets[name as keyof Texts] ??= make()
  }
  if (Object.keys(secrets).length > Object.keys(kept).length) {
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  }
  const keys = Object.entries(keyNames).map(([name, file]) => [name, demoKey(folder, file)])
  return { ...secrets, keys: Object.fromEntries(keys) }
}

function readKept(file: string): Partial<Texts> {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new StartProblem(`${file} is damaged; start once with --fresh to make new data.`)
  }
}
