import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { readCommandLine } from '#sandbox/comgate/options'
import { returnUrl } from '#tests/fixtures/sandbox/comgate'

const args = ['--port', '0', '--merchant', '123456', '--secret', 'x', '--push-url', 'http://localhost:3000/o']
const complete = [...args, '--return-url', returnUrl]

function run(commandLine: string[]) {
  const child = spawn('node_modules/.bin/node', ['sandbox/comgate/main.ts', ...commandLine])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test.each(['SIGTERM', 'SIGINT'] as const)('says when it is ready and ends cleanly on %s', async (signal) => {
  const child = run(complete)
  const [line] = await once(createInterface(child.stdout), 'line')
  expect(line).toMatch(/^Sandbox Comgate ready: http:\/\/localhost:\d+$/)
  const url = String(line).split(': ')[1]
  expect((await fetch(`${url}/sandbox`)).status).toBe(200)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('explains what is missing', async () => {
  const child = run(args)
  const [text] = await once(child.stderr, 'data')
  expect(String(text)).toContain('--return-url is missing')
  expect(await once(child, 'exit')).toEqual([1, null])
})

test('reads options', () => {
  expect(
    readCommandLine([...complete, '--public-url', 'http://localhost:3003/', '--v2-error-status', '400']),
  ).toMatchObject({ port: 0, publicUrl: 'http://localhost:3003', v2ErrorStatus: 400, returnUrl })
  expect(() => readCommandLine([...complete, '--port', '70000'])).toThrow('--port')
  expect(() => readCommandLine([...complete, '--push-url', 'nikam'])).toThrow('--push-url')
  expect(() => readCommandLine([...complete, '--speed', '1'])).toThrow('--speed')
})
