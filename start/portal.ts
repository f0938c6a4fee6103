import { nextCommand } from '#start/paths'
import type { ChildCommand } from '#start/processes'

/** The two processes of the portal itself: the one that answers people and the one that works through the queue. */
export function portalCommands(options: {
  port: number
  /** The address to listen on. */
  host: string
  environment: Record<string, string | undefined>
}): ChildCommand[] {
  const { environment } = options
  return [
    { label: 'worker', command: ['worker/main.ts'], environment },
    {
      label: 'portal',
      command: [nextCommand, 'start', '--port', String(options.port), '--hostname', options.host],
      environment,
      ready: { address: `http://localhost:${options.port}/api/health` },
    },
  ]
}
