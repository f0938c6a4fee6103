import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { readCommandLine } from '#sandbox/gpwebpay/options'

/** A complete command line over keys made for the test. */
function commandLine(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'gpwebpay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [gateway, shop] = [join(folder, 'gateway.key'), join(folder, 'shop.pub')]
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  writeFileSync(gateway, privateKey)
  writeFileSync(shop, publicKey)
  return [
    ...['--port', '0', '--merchant', '9999999022', '--provider', '0880'],
    ...['--gateway-key', gateway, '--merchant-public-key', shop],
  ]
}

function run(args: string[]) {
  const child = spawn('node_modules/.bin/node', ['sandbox/gpwebpay/main.ts', ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test.each(['SIGTERM', 'SIGINT'] as const)('says when it is ready and ends cleanly on %s', async (signal) => {
  const child = run(commandLine())
  const [line] = await once(createInterface(child.stdout), 'line')
  expect(line).toMatch(/^Sandbox GP webpay ready: http:\/\/localhost:\d+$/)
  expect((await fetch(`${String(line).split(': ')[1]}/sandbox`)).status).toBe(200)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('explains what is missing', async () => {
  const child = run(commandLine().slice(0, -2))
  const [text] = await once(child.stderr, 'data')
  expect(String(text)).toContain('--merchant-public-key is missing')
  expect(await once(child, 'exit')).toEqual([1, null])
})

test('reads options', () => {
  const complete = commandLine()
  expect(readCommandLine([...complete, '--session-minutes', '5', '--hash', 'SHA256'])).toMatchObject({
    port: 0,
    sessionMs: 300_000,
    keys: { algorithm: 'RSA-SHA256' },
  })
  for (const wrong of [
    ['--port', '70000'],
    ['--hash', 'MD5'],
    ['--session-minutes', 'x'],
    ['--speed', '1'],
  ])
    expect(() => readCommandLine([...complete, ...wrong])).toThrow(wrong[0])
})
