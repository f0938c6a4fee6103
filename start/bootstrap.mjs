// The first line of every npm script. Runs on any Node from 20 up, with nothing installed: installs the
// dependencies when they are missing or outdated, then hands over to the pinned Node.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinnedNode = join(root, 'node_modules', '.bin', 'node')
const stamp = join(root, 'node_modules', '.installed-lockfile')
const quiet = process.argv[2] === '--quiet'
const [script, ...options] = process.argv.slice(quiet ? 3 : 2)

const lockfile = readFileSync(join(root, 'package-lock.json'))
const wanted = createHash('sha256').update(lockfile).digest('hex')
const installed = existsSync(stamp) && existsSync(pinnedNode) ? readFileSync(stamp, 'utf8') : ''

if (installed !== wanted) {
  console.error('Installing dependencies (only when they change) …')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: '' },
  })
  if (npm.status !== 0) {
    console.error('The dependencies could not be installed; what npm said stands above.')
    process.exit(npm.status ?? 1)
  }
  writeFileSync(stamp, wanted)
}

const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', join(root, script), ...options], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${dirname(pinnedNode)}:${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: '1',
    PORTAL_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
})
