import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { decideStatus } from './status.ts'

test('the last word on the status is ours, whoever else stands before the head', async () => {
  const server = createServer((_request, response) => {
    decideStatus(response, (status) => (status === 500 ? 400 : status))
    // As compression does it.
    const { writeHead } = response
    response.writeHead = (status: number) => Reflect.apply(writeHead, response, [status])
    response.statusCode = 500
    response.end('as it is')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const status = await new Promise((resolve) =>
    get({ port, host: '127.0.0.1' }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    }),
  )
  server.close()
  expect(status).toBe(400)
})
