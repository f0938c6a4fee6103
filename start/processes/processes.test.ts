import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openProcesses, type Processes } from './processes.ts'

let processes: Processes
afterEach(() => processes.stop())

const script = (text: string) => ({ command: ['--eval', text], environment: { PATH: process.env.PATH } })
const waits = script('setInterval(() => {}, 1000)')

test('one that ends while another is waited for ends the start at once, in its own words', async () => {
  processes = openProcesses({})
  await processes.start({ label: 'worker', ...script('setTimeout(() => process.exit(3), 200)') })
  const portal = processes.start({
    label: 'portal',
    ...waits,
    ready: { address: 'http://127.0.0.1:9/ready' },
  })
  await expect(portal).rejects.toThrow('The process "worker" ended by itself (code 3).')
  expect((await processes.failure).message).toContain('worker')
})

test('what serves is ready only once its readiness says so', async () => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    response.writeHead(asked < 3 ? 503 : 200).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  processes = openProcesses({})
  await processes.start({ label: 'portal', ...waits, ready: { address: `http://127.0.0.1:${port}/` } })
  server.close()
  expect(asked).toBe(3)
})
