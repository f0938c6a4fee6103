import { z } from 'zod'
import { baseAddress, port, readOptions, text, webAddress } from '#sandbox/command-line'
import type { PlaceOptions } from '#sandbox/gateway/start-gateway'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = PlaceOptions & {
  /** Shop connection id, digits. */
  merchant: string
  /** Shop connection password, shared with the client and echoed in pushes. */
  secret: string
  /** Where results of payments are pushed. */
  pushUrl: string
  /** Where the payer returns; `${id}` and `${refId}` are substituted. */
  returnUrl: string
  /** Substitute placeholders also in url_paid, url_cancelled and url_pending sent with create. */
  substituteApiUrls?: boolean | undefined
  /** Pauses between attempts of one push, the last one repeats; default 1 s … 60 s. */
  pushPausesMs?: readonly number[] | undefined
  /** HTTP status of business errors in v2.0, which the documentation leaves open; default 200. */
  v2ErrorStatus?: 200 | 400 | undefined
}

export const usage = `Usage: node sandbox/comgate/main.ts --port 3003 --merchant 123456 --secret SECRET
  --push-url URL --return-url 'URL?id=\${id}&refId=\${refId}'
  [--public-url URL] [--state FILE] [--substitute-api-urls] [--v2-error-status 200|400]`

const shape = {
  port,
  merchant: text,
  secret: text,
  pushUrl: webAddress,
  returnUrl: webAddress,
  publicUrl: baseAddress.optional(),
  state: text.optional(),
  substituteApiUrls: z.boolean().optional(),
  v2ErrorStatus: z.enum(['200', '400'], 'must be 200 or 400').default('200'),
}

/** Reads the command line; throws an Error with a sentence for the operator when something is missing or wrong. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { state, v2ErrorStatus, ...rest } = readOptions(args, shape)
  return { ...rest, stateFile: state, v2ErrorStatus: v2ErrorStatus === '400' ? 400 : 200 }
}
