import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readPort, required } from '#sandbox/command-line'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = {
  /** Port on 127.0.0.1; 0 lets the system choose. */
  port: number
  merchant: string
  /** What requests of the merchant are verified by. */
  merchantKey: KeyObject
  /** What answers and returns are signed by. */
  gatewayKey: KeyObject
  /** Address under which payers reach the stand-in; default `http://localhost:PORT`. */
  publicUrl?: string | undefined
  /** JSON lines file that lets payments survive a restart. */
  stateFile?: string | undefined
  /** How far a request's time may be from ours; default ten minutes. */
  toleranceMs?: number | undefined
}

export const usage = `Usage: node sandbox/csob/main.ts --port 3006 --merchant M1MIPS0001
  --merchant-public-key FILE --private-key FILE [--public-url URL] [--state FILE]`

/** Reads the command line; throws an Error with a sentence for the operator when something is missing or wrong. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      merchant: { type: 'string' },
      'merchant-public-key': { type: 'string' },
      'private-key': { type: 'string' },
      'public-url': { type: 'string' },
      state: { type: 'string' },
    },
  })
  const file = (name: 'merchant-public-key' | 'private-key') =>
    readFileSync(required(`--${name}`, values[name]), 'utf8')
  return {
    port: readPort(values.port),
    merchant: required('--merchant', values.merchant),
    merchantKey: createPublicKey(file('merchant-public-key')),
    gatewayKey: createPrivateKey(file('private-key')),
    publicUrl: values['public-url']?.replace(/\/+$/, ''),
    stateFile: values.state,
  }
}
