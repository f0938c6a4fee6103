import type { RequestListener } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { reply, replyJson, textType } from '#sandbox/reply'

type Environment = { Bindings: HttpBindings }
export type Routes = Hono<Environment>
/** One request with the parts of its address; its answer is what the function returns that got it. */
export type Call = Context<Environment>
export type Answer = Response | Promise<Response>

/** Routes to be filled; what none of them knows is 404, and a fault of the stand-in itself is said on its output. */
export function openRoutes(): Routes {
  const routes: Routes = new Hono()
  routes.notFound(() => reply(404, textType, 'Not found'))
  routes.onError((error, call) => {
    console.error(`${call.req.method} ${call.req.path}:`, error)
    return reply(500, textType, 'Error of the stand-in')
  })
  return routes
}

/** Routes as a server's listener; the process's own Request and Response stay as they are. */
export const listenerOf = (routes: Routes): RequestListener =>
  getRequestListener(routes.fetch, { overrideGlobalObjects: false })

/** The query as it was signed and sent, before anything was decoded. */
export const queryOf = (call: Call): URLSearchParams =>
  new URLSearchParams((call.env.incoming.url ?? '').replace(/^[^?]*\??/, ''))

/** Fields of a posted form. */
export const readForm = async (call: Call): Promise<URLSearchParams> =>
  new URLSearchParams(await call.req.text())

/** Body as JSON, whatever type it claims to be; undefined when it is not JSON. */
export async function readJson(call: Call): Promise<unknown> {
  const body = await call.req.text()
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Answers orders whose JSON body has this shape; any other body is refused with 400. */
export const taking =
  <Order>(shape: z.ZodType<Order>, answer: (order: Order, call: Call) => Answer) =>
  async (call: Call): Promise<Response> => {
    const order = shape.safeParse(await readJson(call))
    return order.success ? answer(order.data, call) : replyJson(400, { error: z.prettifyError(order.error) })
  }
