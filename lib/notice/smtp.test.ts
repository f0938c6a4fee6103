import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { type Environment, setEnvironment } from '#lib/core/env'
import { deliver } from '#lib/notice/smtp'

const letter = {
  messageId: '<1@platby.opava.example>',
  recipient: 'jana@example.cz',
  subject: 'Město Opava: vaši platbu jsme přijali',
  body: 'Přijali jsme 1\u00a0440\u00a0Kč.\n',
}

let server: SMTPServer
afterEach(async () => {
  setEnvironment(null)
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

/** Delivers to a server that takes everything; returns the letter as it went and to whom. */
async function delivered(changes: Partial<typeof letter> = {}) {
  let raw = ''
  let recipients: string[] = []
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      recipients = session.envelope.rcptTo.map(({ address }) => address)
      stream.on('data', (chunk: Buffer) => {
        raw += chunk
      })
      stream.on('end', () => done())
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  setEnvironment({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Město Opava <platby@opava.example>',
  } as Environment)
  await deliver({ ...letter, ...changes })
  return { recipients, mail: await simpleParser(raw) }
}

test('is plain Czech text under its own Message-ID, marked as written by a machine', async () => {
  const { mail, recipients } = await delivered()
  expect(recipients).toEqual(['jana@example.cz'])
  expect(mail).toMatchObject({ messageId: letter.messageId, subject: letter.subject, html: false })
  expect(mail.text).toBe(letter.body)
  expect(mail.from?.value).toEqual([{ name: 'Město Opava', address: 'platby@opava.example' }])
  expect(mail.headers.get('content-type')).toEqual({ value: 'text/plain', params: { charset: 'utf-8' } })
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail.headers.get('x-auto-response-suppress')).toBe('All')
})

test.each([
  ['recipient', 'jana@example.cz, cizi@example.cz'],
  ['recipient', 'jana@example.cz\r\nBcc: cizi@example.cz'],
  ['subject', 'Platba\r\nBcc: cizi@example.cz'],
])('a crafted %s sends the letter to nobody else: %j', async (field, text) => {
  const sent = await delivered({ [field]: text }).catch(() => null)
  expect(sent?.recipients ?? []).not.toContain('cizi@example.cz')
  expect(sent?.mail.bcc).toBeUndefined()
})
