import { parseArgs } from 'node:util'
import { readPort, required, wholeNumber } from '#sandbox/command-line'
import { readKeys } from '#sandbox/gpwebpay/keys'
import type { SandboxOptions } from '#sandbox/gpwebpay/start-sandbox'

export const usage = `Usage: node sandbox/gpwebpay/main.ts --port 3008 --merchant 9999999022 --provider 0880
  --gateway-key FILE --merchant-public-key FILE
  [--next-gateway-key FILE] [--hash SHA1|SHA256] [--session-minutes 30] [--state FILE]`

/** Reads the command line and the keys; throws an Error with a sentence for the operator. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      merchant: { type: 'string' },
      provider: { type: 'string' },
      'gateway-key': { type: 'string' },
      'next-gateway-key': { type: 'string' },
      'merchant-public-key': { type: 'string' },
      hash: { type: 'string' },
      'session-minutes': { type: 'string' },
      state: { type: 'string' },
    },
  })
  const { hash = 'SHA1' } = values
  if (hash !== 'SHA1' && hash !== 'SHA256') throw new Error('--hash must be SHA1 or SHA256')
  return {
    port: readPort(values.port),
    merchant: required('--merchant', values.merchant),
    provider: required('--provider', values.provider),
    keys: readKeys({
      gateway: required('--gateway-key', values['gateway-key']),
      nextGateway: values['next-gateway-key'],
      merchantPublic: required('--merchant-public-key', values['merchant-public-key']),
      algorithm: `RSA-${hash}`,
    }),
    sessionMs: wholeNumber('--session-minutes', values['session-minutes'] ?? '30', 0, 1440) * 60_000,
    stateFile: values.state,
  }
}
