// The first line of every npm script. Runs on any Node from 20 up, with nothing installed: installs the
// dependencies when they are missing or outdated, then hands over to the pinned Node.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinnedNode = join(root, 'node_modules', '.bin', 'node')
const packages = join(root, 'node_modules')
const stamp = join(packages, '.installed-lockfile')
/** Lies there while an installation is under way; where it is found, the last one did not end. */
const underWay = join(packages, '.installation-under-way')
/** What npm writes last. */
const npmsRecord = join(packages, '.package-lock.json')
const quiet = process.argv[2] === '--quiet'
const [script, ...options] = process.argv.slice(quiet ? 3 : 2)

// A command that streams a large file needs no large young heap; with Node's usual one its memory only grows.
const memory = script?.startsWith('cli/') ? ['--max-semi-space-size=4'] : []

/** Runs a command to its end, handing it every request to stop; resolves with the exit code. */
function run(command, args, settings, began = (_pid) => {}) {
  const child = spawn(command, args, { cwd: root, ...settings })
  began(child.pid)
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

/** The folder itself may be a volume of its own, so only what is in it goes. */
function emptyPackages() {
  for (const name of readdirSync(packages)) {
    if (join(packages, name) !== underWay) rmSync(join(packages, name), { recursive: true, force: true })
  }
}

/** Whether the process of this number runs and has this word in its command line, where the system tells. */
function runs(pid, word) {
  // In a container numbers come again: neither this start itself nor who began it is another one.
  if (!(pid > 1) || pid === process.pid || pid === process.ppid) return false
  try {
    process.kill(pid, 0)
    return !existsSync('/proc/self') || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
  } catch {
    return false
  }
}

/** Whose installation is under way: the start's number and its npm's. */
const whoInstalls = () =>
  existsSync(underWay) ? readFileSync(underWay, 'utf8').split(' ').map(Number) : [0, 0]

const pause = (timeMs) => new Promise((resolve) => setTimeout(resolve, timeMs))

/** Another start that is just installing is let to end; an npm whose start was killed would write into what begins anew. */
async function awaitOthers() {
  for (let told = false; runs(whoInstalls()[0], 'bootstrap.mjs'); told = true) {
    if (!told) console.error('Another start is just installing; waiting for it …')
    await pause(500)
  }
  const [, npm] = whoInstalls()
  for (let round = 0; runs(npm, 'npm') && round < 100; round++) {
    if (round % 50 === 0) process.kill(npm, round === 0 ? 'SIGTERM' : 'SIGKILL')
    await pause(100)
  }
}

function noteUnderWay(npm) {
  try {
    mkdirSync(packages, { recursive: true })
    writeFileSync(underWay, `${process.pid} ${npm}`)
  } catch (error) {
    console.error(`Nothing can be installed into ${packages}: ${error.message}`)
    process.exit(1)
  }
}

const lockfile = readFileSync(join(root, 'package-lock.json'))
const wanted = createHash('sha256').update(lockfile).digest('hex')
await awaitOthers()
const isWhole = existsSync(stamp) && existsSync(pinnedNode) && !existsSync(underWay)
const installed = isWhole ? readFileSync(stamp, 'utf8') : ''

if (installed !== wanted) {
  // What an interrupted installation left looks whole to npm, which does not look into packages: begin from nothing.
  if (existsSync(underWay) || (existsSync(packages) && !existsSync(npmsRecord))) {
    console.error('The last installation did not end; it begins anew.')
    emptyPackages()
  }
  console.error('Installing dependencies (only when they change) …')
  noteUnderWay(0)
  // Not `npm ci`: it refuses a lockfile without the packages of platforms that a registry does not carry.
  const code = await run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: '' },
    },
    noteUnderWay,
  )
  if (code !== 0) {
    if (code < 128) console.error('The dependencies could not be installed; what npm said stands above.')
    process.exit(code)
  }
  if (!existsSync(pinnedNode)) {
    console.error(`The pinned Node does not come for ${process.platform}-${process.arch}.`)
    process.exit(1)
  }
  try {
    writeFileSync(stamp, wanted)
    rmSync(underWay, { force: true })
  } catch (error) {
    console.error(`The installation could not be completed: ${error.message}`)
    process.exit(1)
  }
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
