import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { readBody } from '#sandbox/loopback'
import type { Attachment, Inbox, Message } from '#sandbox/mail/inbox'
import { inboxPage, messagePage, notFoundPage } from '#sandbox/mail/pages'
import type { Faults } from '#sandbox/mail/smtp'
import { pageHeaders } from '#sandbox/page'

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, pageHeaders()).end(html)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(value))
}

function sendAttachment(response: ServerResponse, attachment: Attachment): void {
  response.writeHead(200, {
    'Content-Type': attachment.contentType,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(attachment.content)
}

function asJson(message: Message) {
  const attachments = message.attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    size: content.length,
  }))
  return { ...message, attachments }
}

async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  inbox: Inbox,
  faults: Faults,
) {
  switch (`${request.method} ${request.url}`) {
    case 'GET /messages':
      return sendJson(response, 200, inbox.list().map(asJson))
    case 'DELETE /messages':
      await inbox.empty()
      return sendJson(response, 200, {})
    case 'POST /smazat':
      await inbox.empty()
      return response.writeHead(303, { Location: '/' }).end()
    case 'POST /down': {
      const order = z.strictObject({ down: z.boolean() }).parse(JSON.parse(await readBody(request)))
      faults.isDown = order.down
      return sendJson(response, 200, order)
    }
    case 'POST /next': {
      const order = z.strictObject({ reject: z.boolean() }).parse(JSON.parse(await readBody(request)))
      faults.rejectNext = order.reject
      return sendJson(response, 200, order)
    }
    default:
      return sendPage(response, 404, notFoundPage())
  }
}

/** The inbox for people (Czech pages) and for tests (JSON). A malformed order is answered 400. */
export async function answerWeb(
  request: IncomingMessage,
  response: ServerResponse,
  inbox: Inbox,
  faults: Faults,
) {
  const [, place, id = '', part, index] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/')
  try {
    if (request.method !== 'GET' || (place && place !== 'zpravy')) {
      await answerControl(request, response, inbox, faults)
      return
    }
    if (!place) return sendPage(response, 200, inboxPage(inbox.list(), faults.isDown))
    const message = inbox.find(id)
    const attachment = part === 'prilohy' ? message?.attachments[Number(index)] : undefined
    if (attachment) return sendAttachment(response, attachment)
    if (message && !part) return sendPage(response, 200, messagePage(message))
    sendPage(response, 404, notFoundPage())
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : 'wrong request' })
  }
}
