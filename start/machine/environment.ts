/** What every process needs from the machine and that is no setting of the portal. */
const fromTheMachine = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TZ',
  'LANG',
  'LC_ALL',
  'LOG_LEVEL',
  'NEXT_TELEMETRY_DISABLED',
]

/** The machine's part of this process's environment, so that a stray variable does not reach the demo. */
export function machineEnvironment(): Record<string, string> {
  const known = fromTheMachine.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(known)
}
