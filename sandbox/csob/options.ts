import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { baseAddress, port, readOptions, text } from '#sandbox/command-line'
import type { PlaceOptions } from '#sandbox/gateway/start-gateway'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = PlaceOptions & {
  merchant: string
  /** What requests of the merchant are verified by. */
  merchantKey: KeyObject
  /** What answers and returns are signed by. */
  gatewayKey: KeyObject
  /** How far a request's time may be from ours; default ten minutes. */
  toleranceMs?: number | undefined
}

export const usage = `Usage: node sandbox/csob/main.ts --port 3006 --merchant M1MIPS0001
  --merchant-public-key FILE --private-key FILE [--public-url URL] [--state FILE]`

const shape = {
  port,
  merchant: text,
  merchantPublicKey: text,
  privateKey: text,
  publicUrl: baseAddress.optional(),
  state: text.optional(),
}

/** Reads the command line and the keys; throws an Error with a sentence for the operator when something is wrong. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { state, merchantPublicKey, privateKey, ...rest } = readOptions(args, shape)
  return {
    ...rest,
    stateFile: state,
    merchantKey: createPublicKey(readFileSync(merchantPublicKey, 'utf8')),
    gatewayKey: createPrivateKey(readFileSync(privateKey, 'utf8')),
  }
}
