import { parseArgs } from 'node:util'
import { readPort, required, webAddress } from '#sandbox/command-line'

/** Everything the stand-in needs to know when it starts. */
export type SandboxOptions = {
  /** Port on 127.0.0.1; 0 lets the system choose. */
  port: number
  /** Shop connection id, digits. */
  merchant: string
  /** Shop connection password, shared with the client and echoed in pushes. */
  secret: string
  /** Where results of payments are pushed. */
  pushUrl: string
  /** Where the payer returns; `${id}` and `${refId}` are substituted. */
  returnUrl: string
  /** Address under which payers reach the stand-in; default `http://localhost:PORT`. */
  publicUrl?: string | undefined
  /** JSON lines file that lets payments survive a restart. */
  stateFile?: string | undefined
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

/** Reads the command line; throws an Error with a sentence for the operator when something is missing or wrong. */
export function readCommandLine(args: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      merchant: { type: 'string' },
      secret: { type: 'string' },
      'push-url': { type: 'string' },
      'return-url': { type: 'string' },
      'public-url': { type: 'string' },
      state: { type: 'string' },
      'substitute-api-urls': { type: 'boolean' },
      'v2-error-status': { type: 'string' },
    },
  })
  const v2ErrorStatus = values['v2-error-status'] ?? '200'
  if (v2ErrorStatus !== '200' && v2ErrorStatus !== '400')
    throw new Error('--v2-error-status must be 200 or 400')
  return {
    port: readPort(values.port),
    merchant: required('--merchant', values.merchant),
    secret: required('--secret', values.secret),
    pushUrl: webAddress('--push-url', required('--push-url', values['push-url'])),
    returnUrl: webAddress('--return-url', required('--return-url', values['return-url'])),
    publicUrl: values['public-url'] && webAddress('--public-url', values['public-url']).replace(/\/+$/, ''),
    stateFile: values.state,
    substituteApiUrls: values['substitute-api-urls'],
    v2ErrorStatus: v2ErrorStatus === '400' ? 400 : 200,
  }
}
