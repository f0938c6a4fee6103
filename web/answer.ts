import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { takeBegun } from '#lib/core/begun-actions'
import { log } from '#lib/core/log'
import { networkHeader, networkOf } from '#lib/core/network'
import { databaseAnswers } from '#lib/report/answering.queries'
import { isBodyTooLong, isLongBody } from './body-limit.ts'
import { isAction, isForeign } from './foreign.ts'
import { ownAddress, protectiveHeaders } from './headers.ts'
import { plainAddress } from './plain-address.ts'
import type { Surface } from './policy.ts'
import { askForSilence, needsDatabase } from './silence.ts'
import { decideStatus } from './status.ts'
import { isFromOffice } from './upload.ts'

/** Who draws the pages. */
type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * What happens to everything that is asked, before a page is drawn: the headers of every answer, and a plain refusal of what
 * no page should have to read.
 */
export function answerEverything(surface: Surface, pages: Pages): RequestListener {
  const protect = protectiveHeaders(surface)
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number) => {
      response.writeHead(status, { connection: 'close' }).end()
    }
    const address = plainAddress(request.url ?? '')
    request.url = address ?? '/'
    protect(request, response)
    request.headers[networkHeader] = networkOf(request.socket.remoteAddress, forwardedFor(request))
    if (address === null) return refuse(400)
    const { expect } = request.headers
    if (expect !== undefined && expect.toLowerCase() !== '100-continue') return refuse(417)
    if (isForeign(surface.portalUrl, request)) return refuse(403)
    if (isBodyTooLong(request)) return refuse(413)
    if (needsDatabase(address) && !(await databaseAnswers())) {
      askForSilence(request)
      response.setHeader('retry-after', '5')
      response.setHeader('cache-control', 'no-store')
      decideStatus(response, () => 503)
      return pages(request, response)
    }
    if (isLongBody(request) && !(await isFromOffice(request))) return refuse(401)
    if (expect) response.writeContinue()
    const elsewhere = ownAddress(surface.portalUrl, request)
    if (elsewhere) {
      response.writeHead(307, { location: elsewhere, 'cache-control': 'no-store' }).end()
      return
    }
    if (isAction(request)) tellWrongArguments(request, response)
    return pages(request, response)
  }
  return (request, response) => {
    void answer(request, response).catch((error) => {
      log.error(error, 'a request could not be answered')
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { connection: 'close' }).end()
    })
  }
}

/** What failed before the action took its form was made by hand: Next would call it our fault. */
function tellWrongArguments(request: IncomingMessage, response: ServerResponse): void {
  const mark = String(request.headers['x-nonce'])
  let hasBegun = false
  const look = () => {
    hasBegun = takeBegun(mark) || hasBegun
    return hasBegun
  }
  decideStatus(response, (status) => (status === 500 && !look() ? 400 : status))
  response.once('close', look)
}

const forwardedFor = ({ headers }: IncomingMessage): string | undefined =>
  [headers['x-forwarded-for']].flat().join(',') || undefined
