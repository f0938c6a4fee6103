import type { IncomingMessage } from 'node:http'

/** What is answered without the database: health, what Next built, files, and the page of this very case. */
const withoutDatabase = /^\/(_next\/|api\/health(\/|$|\?)|nedostupne(\?|$)|[^/?]+\.\w+(\?|$))/

/** Whether an answer to this would have to ask the database. */
export const needsDatabase = (url: string): boolean => !withoutDatabase.test(url)

/**
 * Turns a request that the silent database cannot answer into one for the page that says so: in its place, so that asking
 * again asks for what was asked first. Nothing of who asks goes with it, since nobody could tell who that is.
 */
export function askForSilence(request: IncomingMessage): void {
  const isAfterPayment = /^\/(api\/gateways\/[^/]+\/return|navrat\/)/.test(request.url ?? '')
  request.url = isAfterPayment ? '/nedostupne?platba=1' : '/nedostupne'
  request.method = request.method === 'HEAD' ? 'HEAD' : 'GET'
  for (const name of [
    'cookie',
    'next-action',
    'rsc',
    'content-type',
    'content-length',
    'transfer-encoding',
  ]) {
    delete request.headers[name]
  }
}
