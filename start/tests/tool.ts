import { spawn } from 'node:child_process'
import { root } from '#start/machine/paths'
import { deadline } from '#start/machine/ports'

/**
 * Runs a Node program of node_modules to its end, its output going past us; resolves with the exit code. It has
 * a process group of its own; after an abort it gets one SIGINT and, if that does not help, is killed.
 */
export async function runTool(
  command: readonly string[],
  signal: AbortSignal,
  environment: Record<string, string> = {},
): Promise<number> {
  if (signal.aborted) return 130
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
    detached: true,
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  const stop = async () => {
    child.kill('SIGINT')
    await Promise.race([ended, deadline(20_000)])
    if (child.exitCode === null) child.kill('SIGKILL')
  }
  signal.addEventListener('abort', stop)
  const code = await ended
  signal.removeEventListener('abort', stop)
  return code
}
