import { z } from 'zod'
import { baseAddress, port, readOptions, text, wholeNumber } from '#sandbox/command-line'
import type { PlaceOptions } from '#sandbox/gateway/start-gateway'
import { type GatewayKeys, readKeys } from '#sandbox/gpwebpay/keys'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = PlaceOptions & {
  merchant: string
  provider: string
  keys: GatewayKeys
  /** How long an unfinished payment lives; default half an hour. */
  sessionMs?: number | undefined
}

export const usage = `Usage: node sandbox/gpwebpay/main.ts --port 3008 --merchant 9999999022 --provider 0880
  --gateway-key FILE --merchant-public-key FILE
  [--next-gateway-key FILE] [--hash SHA1|SHA256] [--session-minutes 30] [--public-url URL] [--state FILE]`

const shape = {
  port,
  merchant: text,
  provider: text,
  gatewayKey: text,
  nextGatewayKey: text.optional(),
  merchantPublicKey: text,
  hash: z.enum(['SHA1', 'SHA256'], 'must be SHA1 or SHA256').default('SHA1'),
  sessionMinutes: wholeNumber(0, 1440).default(30),
  publicUrl: baseAddress.optional(),
  state: text.optional(),
}

/** Reads the command line and the keys; throws an Error with a sentence for the operator. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { port, merchant, provider, publicUrl, ...read } = readOptions(args, shape)
  const keys = readKeys({
    gateway: read.gatewayKey,
    nextGateway: read.nextGatewayKey,
    merchantPublic: read.merchantPublicKey,
    algorithm: `RSA-${read.hash}`,
  })
  const { sessionMinutes, state: stateFile } = read
  return { port, merchant, provider, publicUrl, stateFile, keys, sessionMs: sessionMinutes * 60_000 }
}
