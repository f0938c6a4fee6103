import type { ChildCommand } from '#start/processes/processes'
import { type PortalOptions, portalCommands } from '#start/production/portal'

/** The portal's two processes for developers: pages are compiled when asked for, the worker starts anew with its files. */
export function developmentCommands(options: PortalOptions): ChildCommand[] {
  const environment = { ...options.environment, NODE_ENV: 'development' }
  return portalCommands({ ...options, environment }).map((child) => ({
    ...child,
    command: child.label === 'worker' ? ['start/development/worker.ts'] : [...child.command, '--development'],
  }))
}
