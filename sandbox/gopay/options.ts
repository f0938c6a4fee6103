import { parseArgs } from 'node:util'
import { readPort, required, webAddress, wholeNumber } from '#sandbox/command-line'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = {
  /** Port on 127.0.0.1; 0 lets the system choose. */
  port: number
  /** Number of the e-shop, digits. */
  goid: string
  clientId: string
  clientSecret: string
  /** Address under which payers reach the stand-in; default `http://localhost:PORT`. */
  publicUrl?: string | undefined
  /** JSON lines file that lets payments survive a restart. */
  stateFile?: string | undefined
  /** How long an access token is good for; the real one for 1800 s. */
  tokenLifetimeS?: number | undefined
  /** How long a payer may wait with paying; the real one has it in the e-shop's settings. */
  lifetimeMinutes?: number | undefined
  /** Pauses between attempts of one notification, the last one repeats; default 1 s … 60 s. */
  notifyPausesMs?: readonly number[] | undefined
}

export const usage = `Usage: node sandbox/gopay/main.ts --port 3006 --goid 8123456789 --client-id ID --client-secret SECRET
  [--public-url URL] [--state FILE] [--token-lifetime-s 1800] [--lifetime-minutes 60]`

/** Reads the command line; throws an Error with a sentence for the operator when something is missing or wrong. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      goid: { type: 'string' },
      'client-id': { type: 'string' },
      'client-secret': { type: 'string' },
      'public-url': { type: 'string' },
      state: { type: 'string' },
      'token-lifetime-s': { type: 'string', default: '1800' },
      'lifetime-minutes': { type: 'string', default: '60' },
    },
  })
  const goid = required('--goid', values.goid)
  if (!/^\d{1,15}$/.test(goid)) throw new Error('--goid must be digits')
  return {
    port: readPort(values.port),
    goid,
    clientId: required('--client-id', values['client-id']),
    clientSecret: required('--client-secret', values['client-secret']),
    publicUrl: values['public-url'] && webAddress('--public-url', values['public-url']).replace(/\/+$/, ''),
    stateFile: values.state,
    tokenLifetimeS: wholeNumber('--token-lifetime-s', values['token-lifetime-s'], 1, 86_400),
    lifetimeMinutes: wholeNumber('--lifetime-minutes', values['lifetime-minutes'], 1, 20_000),
  }
}
