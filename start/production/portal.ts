import { join } from 'node:path'
import type { CertificateFiles } from '#start/data/certificate'
import { root } from '#start/machine/paths'
import type { ChildCommand } from '#start/processes/processes'

/** Before anything that Node could want to say something about. */
const inJson = ['--import', join(root, 'lib', 'core', 'json-output.ts')]

/** What the portal's processes are told. */
export interface PortalOptions {
  port: number
  /** The address to listen on. */
  host: string
  environment: Record<string, string | undefined>
  /** With it the portal encrypts by itself; without it whoever stands before it does. */
  certificate?: CertificateFiles | undefined
}

/** The two processes of the portal itself: the one that answers people and the one that works through the queue. */
export function portalCommands(options: PortalOptions): ChildCommand[] {
  const { environment, host, certificate } = options
  // Who listens everywhere is asked at home.
  const asked = ['0.0.0.0', '::', '127.0.0.1'].includes(host) ? 'localhost' : host
  const scheme = certificate ? 'https' : 'http'
  return [
    { label: 'worker', command: [...inJson, 'worker/main.ts'], environment },
    {
      label: 'portal',
      // Pages half drawn wait for the database; room for the young spares carrying them about.
      command: [
        '--max-semi-space-size=64',
        ...inJson,
        'web/main.ts',
        ...['--port', String(options.port), '--host', host],
        ...(certificate ? ['--certificate', certificate.certificate, '--key', certificate.key] : []),
      ],
      environment,
      ready: {
        address: `${scheme}://${asked.includes(':') ? `[${asked}]` : asked}:${options.port}/api/health/ready`,
      },
    },
  ]
}
