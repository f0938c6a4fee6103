import { z } from 'zod'
import type { Inbox, Message } from '#sandbox/mail/inbox'
import { replyInbox, replyMessage, replyNotFound } from '#sandbox/mail/pages'
import type { Faults } from '#sandbox/mail/smtp'
import { redirect, replyJson } from '#sandbox/reply'
import { openRoutes, type Routes, taking } from '#sandbox/routes'

/** The inbox for people (Czech pages) and for tests (JSON). A malformed order is answered 400. */
export function webRoutes(inbox: Inbox, faults: Faults): Routes {
  const routes = openRoutes()
  routes.notFound(replyNotFound)

  routes.get('/', () => replyInbox(inbox.list(), faults.isDown))
  routes.get('/zpravy/:id', (call) => {
    const message = inbox.find(call.req.param('id'))
    return message ? replyMessage(message) : replyNotFound()
  })
  routes.get('/zpravy/:id/prilohy/:index', (call) => {
    const attachment = inbox.find(call.req.param('id'))?.attachments[Number(call.req.param('index'))]
    if (!attachment) return replyNotFound()
    return new Response(new Uint8Array(attachment.content), {
      headers: {
        'content-type': attachment.contentType,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
        'x-content-type-options': 'nosniff',
      },
    })
  })
  routes.post('/smazat', async () => {
    await inbox.empty()
    return redirect(303, '/')
  })

  routes.get('/messages', () => replyJson(200, inbox.list().map(told)))
  routes.delete('/messages', async () => {
    await inbox.empty()
    return replyJson(200, {})
  })
  routes.post(
    '/down',
    taking(z.strictObject({ down: z.boolean() }), (order) => {
      faults.isDown = order.down
      return replyJson(200, order)
    }),
  )
  routes.post(
    '/next',
    taking(z.strictObject({ reject: z.boolean() }), (order) => {
      faults.rejectNext = order.reject
      return replyJson(200, order)
    }),
  )
  return routes
}

/** A message with the sizes of its attachments instead of what is in them. */
function told(message: Message) {
  const attachments = message.attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    size: content.length,
  }))
  return { ...message, attachments }
}
