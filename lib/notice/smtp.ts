import { createTransport } from 'nodemailer'
import { env } from '#lib/core/env'

export interface Letter {
  messageId: string
  recipient: string
  subject: string
  body: string
}

const timeLimitMs = 15_000

/** Hands one letter to the mail server; rejects with nodemailer's error when the server did not take it. */
export async function deliver(letter: Letter): Promise<void> {
  const transport = createTransport({
    url: env().SMTP_URL,
    connectionTimeout: timeLimitMs,
    greetingTimeout: timeLimitMs,
    socketTimeout: timeLimitMs,
    dnsTimeout: timeLimitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      messageId: letter.messageId,
      from: env().MAIL_FROM,
      // As an object, so that a comma in the address does not make two recipients.
      to: { name: '', address: letter.recipient },
      subject: letter.subject,
      text: letter.body,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
  } finally {
    transport.close()
  }
}
