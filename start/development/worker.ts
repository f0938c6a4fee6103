import { spawn } from 'node:child_process'

/**
 * The worker of development: Node starts it anew when a file it has loaded changes, and after a fault waits for
 * the next change. This process stands between, because Node's watching loads nothing that would notice when the
 * start is killed.
 */
const watching = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'worker/main.ts'], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => watching.kill(signal))
watching.once('exit', (code) => process.exit(code ?? 1))
