import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { root, StartProblem } from '#start/machine/paths'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** An installed Chromium: that of CHROMIUM_PATH, the system's, or Playwright's own. Null when there is none. */
export function installedChromium(): string | null {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  return [...usualPlaces, chromium.executablePath()].find((path) => path && existsSync(path)) ?? null
}

/** An installed Chromium; installs Debian's package as root, else Playwright's own. Throws a StartProblem. */
export function ensureChromium(): string {
  const given = process.env.CHROMIUM_PATH
  if (given && !existsSync(given))
    throw new StartProblem(`CHROMIUM_PATH names ${given}, which does not exist.`)
  const found = installedChromium()
  if (found) return found
  console.error('Installing Chromium …')
  if (process.getuid?.() === 0 && succeeds('apt-get', ['update'])) {
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
  }
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  if (!installedChromium()) succeeds(process.execPath, [cli, 'install', 'chromium'])
  const installed = installedChromium()
  if (installed) return installed
  throw new StartProblem('Chromium could not be installed; install it yourself or name it by CHROMIUM_PATH.')
}

function succeeds(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
}
