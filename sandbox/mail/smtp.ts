import { SMTPServer } from 'smtp-server'
import type { Inbox } from '#sandbox/mail/inbox'

/** Faults that can be ordered: `isDown` refuses every transaction with 421, `rejectNext` refuses the next recipient with 550. */
export type Faults = { isDown: boolean; rejectNext: boolean }

const sizeLimitBytes = 25 * 1024 * 1024

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

/** A mail server on 127.0.0.1 that takes mail for anybody, with or without a login, and puts it into the inbox. */
export async function startSmtp(port: number, inbox: Inbox, faults: Faults) {
  const outage = () => (faults.isDown ? refusal(421, 'Service not available') : undefined)
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1000,
    logger: false,
    size: sizeLimitBytes,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
    onConnect: (_session, done) => done(outage()),
    // A pooled connection may have been opened before the outage.
    onMailFrom: (_address, _session, done) => done(outage()),
    onRcptTo: (_address, _session, done) => {
      const isRejected = faults.rejectNext
      faults.rejectNext = false
      done(isRejected ? refusal(550, 'Mailbox unavailable') : undefined)
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal(552, 'Message is too big'))
        const recipients = session.envelope.rcptTo.map((recipient) => recipient.address)
        inbox.receive(Buffer.concat(chunks), recipients).then(() => done(), done)
      })
    },
  })
  // A client that hangs up in the middle is no reason to end.
  server.on('error', (error) => console.error(`SMTP: ${error.message}`))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
