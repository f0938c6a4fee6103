import { z } from 'zod'
import { baseAddress, port, readOptions, text, wholeNumber } from '#sandbox/command-line'
import type { PlaceOptions } from '#sandbox/gateway/start-gateway'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = PlaceOptions & {
  /** Number of the e-shop, digits. */
  goid: string
  clientId: string
  clientSecret: string
  /** How long an access token is good for; the real one for 1800 s. */
  tokenLifetimeS?: number | undefined
  /** How long a payer may wait with paying; the real one has it in the e-shop's settings. */
  lifetimeMinutes?: number | undefined
  /** Pauses between attempts of one notification, the last one repeats; default 1 s … 60 s. */
  notifyPausesMs?: readonly number[] | undefined
}

export const usage = `Usage: node sandbox/gopay/main.ts --port 3006 --goid 8123456789 --client-id ID --client-secret SECRET
  [--public-url URL] [--state FILE] [--token-lifetime-s 1800] [--lifetime-minutes 60]`

const shape = {
  port,
  goid: z.string().regex(/^\d{1,15}$/, 'must be digits'),
  clientId: text,
  clientSecret: text,
  publicUrl: baseAddress.optional(),
  state: text.optional(),
  tokenLifetimeS: wholeNumber(1, 86_400).default(1800),
  lifetimeMinutes: wholeNumber(1, 20_000).default(60),
}

/** Reads the command line; throws an Error with a sentence for the operator when something is missing or wrong. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { state, ...rest } = readOptions(args, shape)
  return { ...rest, stateFile: state }
}
