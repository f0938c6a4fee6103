import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { processBirth } from '#start/processes/process-birth'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A checkout with nothing installed, and an npm that installs one package as the real one does: a whole one it leaves alone. */
function freshCheckout() {
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'))
  folders.push(folder)
  for (const name of ['start', 'bin']) mkdirSync(join(folder, name))
  copyFileSync(join(import.meta.dirname, 'bootstrap.mjs'), join(folder, 'start', 'bootstrap.mjs'))
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  writeFileSync(join(folder, 'say.mjs'), "import './node_modules/package/index.js'\n")
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const npm = join(folder, 'bin', 'npm')
  writeFileSync(
    npm,
    `#!${process.execPath}
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const packages = join(process.cwd(), 'node_modules')
if (!existsSync(join(packages, 'package'))) {
  mkdirSync(join(packages, 'package'), { recursive: true })
  mkdirSync(join(packages, '.bin'), { recursive: true })
  symlinkSync(process.execPath, join(packages, '.bin', 'node'))
  if (process.env.NPM_FAILS) process.exit(Number(process.env.NPM_FAILS))
  if (process.env.NPM_HANGS) await new Promise((resolve) => setTimeout(resolve, 60_000))
  writeFileSync(join(packages, 'package', 'index.js'), "console.log('whole')")
}
writeFileSync(join(packages, '.package-lock.json'), '{}')
`,
  )
  chmodSync(npm, 0o755)
  const environment = (more: Record<string, string>) => ({
    ...process.env,
    ...more,
    PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
  })
  const command = [join(folder, 'start', 'bootstrap.mjs'), 'say.mjs']
  return {
    folder,
    start: (more: Record<string, string> = {}) =>
      spawnSync(process.execPath, command, { encoding: 'utf8', env: environment(more) }),
    begin: (more: Record<string, string>) => spawn(process.execPath, command, { env: environment(more) }),
  }
}

test('a first start installs, the next one only starts', () => {
  const { start } = freshCheckout()
  expect(start()).toMatchObject({ stdout: 'whole\n', status: 0 })
  expect(start()).toMatchObject({ stdout: 'whole\n', stderr: '', status: 0 })
})

test.each([
  ['the disk is full', '1'],
  ['npm is ended', '143'],
])('an installation that broke off, since %s, heals with the next start', (_why, code) => {
  const { start } = freshCheckout()
  expect(start({ NPM_FAILS: code }).status).toBe(Number(code))
  const next = start()
  expect(next).toMatchObject({ stdout: 'whole\n', status: 0 })
  expect(next.stderr).toContain('did not end')
})

test('so does one killed without a chance to say so', async () => {
  const { start, begin, folder } = freshCheckout()
  const broken = begin({ NPM_HANGS: '1' })
  const ended = new Promise((resolve) => broken.once('exit', resolve))
  await expect
    .poll(() => existsSync(join(folder, 'node_modules', '.bin', 'node')), { timeout: 30_000 })
    .toBe(true)
  broken.kill('SIGKILL')
  await ended
  const left = Number(
    readFileSync(join(folder, 'node_modules', '.installation-under-way'), 'utf8').split(' ')[1],
  )
  expect(start()).toMatchObject({ stdout: 'whole\n', status: 0 })
  if (process.platform === 'linux') expect(processBirth(left)).toBeNull()
})

test('and one that an older start left behind, and one broken off while a new version came', () => {
  const { start, folder } = freshCheckout()
  mkdirSync(join(folder, 'node_modules', 'package'), { recursive: true })
  expect(start()).toMatchObject({ stdout: 'whole\n', status: 0 })
  rmSync(join(folder, 'node_modules', 'package'), { recursive: true })
  rmSync(join(folder, 'node_modules', '.bin'), { recursive: true })
  writeFileSync(join(folder, 'package-lock.json'), '{ }')
  expect(start({ NPM_FAILS: '1' }).status).toBe(1)
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  expect(start()).toMatchObject({ stdout: 'whole\n', status: 0 })
})

test('what somebody installed by hand and whole stays', () => {
  const { start, folder } = freshCheckout()
  start()
  rmSync(join(folder, 'node_modules', '.installed-lockfile'))
  writeFileSync(join(folder, 'node_modules', 'package', 'index.js'), "console.log('by hand')")
  expect(start()).toMatchObject({ stdout: 'by hand\n', status: 0 })
  expect(readFileSync(join(folder, 'node_modules', '.installed-lockfile'), 'utf8')).toHaveLength(64)
})
