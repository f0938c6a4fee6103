import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readCommandLine } from '#sandbox/gopay/options'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/gopay'

const args = ['--port', '0', '--goid', '8123456789', '--client-id', 'x']
const complete = [...args, '--client-secret', 'y']

function run(commandLine: string[]) {
  const child = spawn('node_modules/.bin/node', ['sandbox/gopay/main.ts', ...commandLine])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test('says when it is ready and ends cleanly', async () => {
  const child = run(complete)
  const [line] = await once(createInterface(child.stdout), 'line')
  expect(line).toMatch(/^Sandbox GoPay ready: http:\/\/localhost:\d+$/)
  expect((await fetch(`${String(line).split(': ')[1]}/sandbox`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('explains what is missing', async () => {
  const child = run(args)
  const [text] = await once(child.stderr, 'data')
  expect(String(text)).toContain('--client-secret is missing')
  expect(await once(child, 'exit')).toEqual([1, null])
})

test('reads options', () => {
  expect(readCommandLine([...complete, '--public-url', 'http://localhost:3006/'])).toMatchObject({
    port: 0,
    publicUrl: 'http://localhost:3006',
    tokenLifetimeS: 1800,
    lifetimeMinutes: 60,
  })
  for (const wrong of [
    ['--port', '70000'],
    ['--goid', 'a'],
    ['--public-url', 'nikam'],
    ['--speed', '1'],
  ])
    expect(() => readCommandLine([...complete, ...wrong])).toThrow(String(wrong[0]))
})

test('payments and their time limits survive a restart, notifications go on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gopay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const stateFile = join(folder, 'gopay.jsonl')
  const first = await startSandboxUnderTest({ stateFile, answers: [503], notifyPausesMs: [600_000] })
  const [paid, open] = [await first.create(), await first.create()]
  await first.control('POST', `payments/${paid}/pay`)
  await vi.waitFor(() => expect(readFileSync(stateFile, 'utf8')).toContain('"notificationsWaiting":1'))
  await first.close()
  const second = await startSandboxUnderTest({ stateFile })
  await vi.waitFor(async () => expect((await second.seen(paid)).notificationAttempts).toBeGreaterThan(1))
  expect(await second.seen(paid)).toMatchObject({ state: 'PAID' })
  expect(await second.seen(open)).toMatchObject({ state: 'CREATED' })
})
