import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { listenOnLoopback, readBody } from '#sandbox/loopback'
import { pageHeaders } from '#sandbox/page'
import { statementJson } from './fio.ts'
import { openAccount } from './movements.ts'
import { bankPage } from './pages.ts'
import { readTransfer } from './transfer.ts'

export interface SandboxBankOptions {
  port: number
  /** `19-2000145399/0800` */
  account: string
  token: string
  stateFile?: string | undefined
  /** The real bank answers one question a token in so many milliseconds, others get 409. */
  leastPauseMs?: number | undefined
}

const nullableText = z.string().nullable().default(null)
const ordered = z.strictObject({
  amountHal: z.number().int(),
  day: z.iso.date().optional(),
  counterAccount: nullableText,
  counterBank: nullableText,
  name: nullableText,
  variableSymbol: nullableText,
  specificSymbol: nullableText,
  constantSymbol: nullableText,
  message: nullableText,
})

/** What the next answer of the interface shall be instead of the right one. */
const misbehaviour = z.strictObject({
  status: z.number().int().min(200).max(599),
  html: z.boolean().default(false),
})

/**
 * Starts a bank with one account on loopback: it speaks the Fio API to the portal (`/fio/periods/…`), takes transfers
 * from a person's form and from tests (`POST /movements`), and answers wrongly once when told to (`POST /next`).
 */
export async function startSandboxBank(options: SandboxBankOptions) {
  const account = openAccount(options.stateFile)
  const web = await listenOnLoopback(options.port)
  const state = { next: null as z.infer<typeof misbehaviour> | null, lastAskedMs: 0 }
  web.answer((request, response) => {
    answer(request, response).catch((error: Error) => sendJson(response, 400, { error: error.message }))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const what = `${request.method} ${url.pathname}`
    if (what.startsWith('GET /fio/')) answerFio(url, response)
    else if (what === 'GET /') sendPage(response, 200, {})
    else if (what === 'POST /prevod') takeTransfer(await readBody(request), response)
    else if (what === 'GET /movements') sendJson(response, 200, account.list())
    else if (what === 'POST /movements') {
      sendJson(response, 200, account.add(ordered.parse(JSON.parse(await readBody(request)))))
    } else if (what === 'POST /next') {
      state.next = misbehaviour.parse(JSON.parse(await readBody(request)))
      sendJson(response, 200, state.next)
    } else sendJson(response, 404, { error: 'not found' })
  }

  function takeTransfer(body: string, response: ServerResponse): void {
    const fields = Object.fromEntries(new URLSearchParams(body))
    const read = readTransfer(fields)
    if ('problem' in read) {
      sendPage(response, 400, { problem: read.problem, kept: fields })
      return
    }
    account.add(read.movement)
    response.writeHead(303, { location: '/' }).end()
  }

  function answerFio(url: URL, response: ServerResponse): void {
    const [, , call, token, from = '', to = ''] = url.pathname.split('/')
    const { next } = state
    state.next = null
    const isTooSoon = Date.now() - state.lastAskedMs < (options.leastPauseMs ?? 0)
    if (next?.html) {
      response.writeHead(next.status, { 'content-type': 'text/html' }).end('<html>Request Rejected</html>')
    } else if (next) sendJson(response, next.status, {})
    else if (call !== 'periods' || token !== options.token) sendJson(response, 500, {})
    else if (isTooSoon) sendJson(response, 409, {})
    else {
      state.lastAskedMs = Date.now()
      const [number = '', bankCode = ''] = options.account.split('/')
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      response.end(statementJson({ number, bankCode }, account.list(), from, to))
    }
  }

  function sendPage(
    response: ServerResponse,
    status: number,
    told: { problem?: string; kept?: Record<string, string> },
  ): void {
    const page = bankPage({ account: options.account, movements: account.list(), ...told })
    response.writeHead(status, pageHeaders()).end(page)
  }

  return {
    url: `http://localhost:${web.port}`,
    stop: async () => {
      await web.stop()
      await account.close()
    },
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}
