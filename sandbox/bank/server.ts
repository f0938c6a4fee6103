import { z } from 'zod'
import { listenOnLoopback } from '#sandbox/loopback'
import { redirect, reply, replyJson } from '#sandbox/reply'
import { listenerOf, openRoutes, readForm, taking } from '#sandbox/routes'
import { statementJson } from './fio.ts'
import { openAccount } from './movements.ts'
import { replyBankPage } from './pages.ts'
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
  const shown = () => ({ account: options.account, movements: account.list() })

  const routes = openRoutes()
  routes.get('/', () => replyBankPage(200, shown()))
  routes.post('/prevod', async (call) => {
    const fields = Object.fromEntries(await readForm(call))
    const read = readTransfer(fields)
    if ('problem' in read) return replyBankPage(400, { ...shown(), problem: read.problem, kept: fields })
    account.add(read.movement)
    return redirect(303, '/')
  })
  routes.get('/movements', () => replyJson(200, account.list()))
  routes.post(
    '/movements',
    taking(ordered, (movement) => replyJson(200, account.add(movement))),
  )
  routes.post(
    '/next',
    taking(misbehaviour, (next) => {
      state.next = next
      return replyJson(200, next)
    }),
  )
  routes.get('/fio/:call/:token/:from/:to/*', (call) => answerFio(call.req.param()))
  routes.get('/fio/*', () => answerFio({}))
  routes.notFound(() => replyJson(404, { error: 'not found' }))
  web.answer(listenerOf(routes))

  function answerFio(asked: { call?: string; token?: string; from?: string; to?: string }): Response {
    const { next } = state
    state.next = null
    const isTooSoon = Date.now() - state.lastAskedMs < (options.leastPauseMs ?? 0)
    const refuse = (status: number) => reply(status, 'application/json', '{}')
    if (next?.html) return reply(next.status, 'text/html', '<html>Request Rejected</html>')
    if (next) return refuse(next.status)
    if (asked.call !== 'periods' || asked.token !== options.token) return refuse(500)
    if (isTooSoon) return refuse(409)
    state.lastAskedMs = Date.now()
    const [number = '', bankCode = ''] = options.account.split('/')
    const { from = '', to = '' } = asked
    const statement = statementJson({ number, bankCode }, account.list(), from, to)
    return reply(200, 'application/json; charset=utf-8', statement)
  }

  return {
    url: `http://localhost:${web.port}`,
    close: async () => {
      await web.stop()
      await account.close()
    },
  }
}
