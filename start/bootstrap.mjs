// The first line of every npm script. Runs on any Node from 20 up, with nothing installed: installs the
// dependencies when they are missing or outdated, then hands over to the pinned Node.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinnedNode = join(root, 'node_modules', '.bin', 'node')
const stamp = join(root, 'node_modules', '.installed-lockfile')
const quiet = process.argv[2] === '--quiet'
const [script, ...options] = process.argv.slice(quiet ? 3 : 2)

// A command that streams a large file needs no large young heap; with Node's usual one its memory only grows.
const memory = script?.startsWith('cli/') ? ['--max-semi-space-size=4'] : []

/** Runs a command to its end, handing it every request to stop; resolves with the exit code. */
function run(command, args, settings) {
  const child = spawn(command, args, { cwd: root, ...settings })
  const pass = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  // A killed npm cannot pass on the end it met; the new parent tells of it.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM')
  }, 500)
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.off(name, pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

const lockfile = readFileSync(join(root, 'package-lock.json'))
const wanted = createHash('sha256').update(lockfile).digest('hex')
const installed = existsSync(stamp) && existsSync(pinnedNode) ? readFileSync(stamp, 'utf8') : ''

if (installed !== wanted) {
  console.error('Installing dependencies (only when they change) …')
  // Not `npm ci`: it refuses a lockfile without the packages of platforms that a registry does not carry.
  const code = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: '' },
  })
  if (code !== 0) {
    if (code < 128) console.error('The dependencies could not be installed; what npm said stands above.')
    process.exit(code)
  }
  if (!existsSync(pinnedNode)) {
    console.error(`The pinned Node does not come for ${process.platform}-${process.arch}.`)
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

process.exitCode = await run(
  pinnedNode,
  ['--disable-warning=ExperimentalWarning', ...memory, join(root, script), ...options],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(pinnedNode)}:${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: '1',
      // What a command was asked for is all that its output holds.
      ...(script?.startsWith('cli/') ? { LOG_TO: 'stderr' } : {}),
      PORTAL_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
    },
  },
)
