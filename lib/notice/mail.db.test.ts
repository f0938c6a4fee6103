import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeCitizen, makeHost, makeJob } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { type Environment, setEnvironment } from '#lib/core/env'
import { humanCode } from '#lib/core/ids'
import { mailsOfIdentity } from '#lib/notice/mails-of-identity.queries'
import { type NewMail, queueMail } from '#lib/notice/queue-mail.commands'
import { resendStuckMail } from '#lib/notice/resend-mail.commands'
import { sendMail } from '#lib/notice/send-mail.commands'
import { verifyMailCode } from '#lib/notice/verify-code.queries'
import { startSandboxMail } from '#sandbox/mail/server'
import { type TestDatabase, testDatabase } from '#tests/db/database'

const job = makeJob('send-mail')
let db: TestDatabase
let mailServer: Awaited<ReturnType<typeof startSandboxMail>>

beforeAll(async () => {
  db = await testDatabase()
  mailServer = await startSandboxMail({ port: 0, smtpPort: 0 })
})
beforeEach(() => useMailServer(mailServer.smtpPort))
afterEach(async () => {
  setClock(null)
  await fetch(`${mailServer.url}/messages`, { method: 'DELETE' })
  await order('/down', { down: false })
  await db.owner`delete from outgoing_mail`
  await db.owner`delete from pgboss.job`
})
afterAll(async () => {
  setEnvironment(null)
  await mailServer.close()
  await db.close()
})

function useMailServer(port: number) {
  setEnvironment({
    PORTAL_URL: 'https://platby.opava.example',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Město Opava <platby@opava.example>',
  } as Environment)
}

const order = (path: string, body: object) =>
  fetch(`${mailServer.url}${path}`, { method: 'POST', body: JSON.stringify(body) })

interface Delivered {
  to: string
  from: string
  subject: string
  messageId: string
  text: string
}
async function delivered(): Promise<Delivered[]> {
  return (await fetch(`${mailServer.url}/messages`)).json() as Promise<Delivered[]>
}

function newMail(changes: Partial<NewMail> = {}): NewMail {
  return {
    eventKey: `payment-received:${randomUUID()}`,
    identityId: null,
    recipient: 'jana@example.cz',
    subject: 'Město Opava: vaši platbu jsme přijali',
    body: 'Přijali jsme 1\u00a0440\u00a0Kč.\n',
    verificationCode: humanCode(12),
    ...changes,
  }
}

const queue = (mail: NewMail) => db.database.transaction((tx) => queueMail(tx, mail))

async function stored(eventKey: string) {
  const [row] = await db.owner<{ id: string; tries: number; problem: string | null; sent_at: Date | null }[]>`
    select id, tries, problem, sent_at from outgoing_mail where event_key = ${eventKey}`
  if (!row) throw new Error('no mail')
  return row
}

async function queued(mail = newMail()) {
  await queue(mail)
  return { ...mail, id: (await stored(mail.eventKey)).id }
}

const jobsOf = async (mailId: string) =>
  (await db.owner`select 1 from pgboss.job where name = 'send-mail' and data->>'mailId' = ${mailId}`).length

test('one event makes one mail and one job, also when told twice at once', async () => {
  const mail = newMail()
  const again = { ...mail, body: 'jiný', verificationCode: humanCode(12) }
  const made = await Promise.all([queue(mail), queue(again), queue(mail)])
  expect(made.filter(Boolean)).toHaveLength(1)
  expect(await jobsOf((await stored(mail.eventKey)).id)).toBe(1)
})

test('neither mail nor job is left of a transaction that did not happen', async () => {
  const mail = newMail()
  await expect(
    db.database.transaction(async (tx) => {
      await queueMail(tx, mail)
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await db.owner`select 1 from outgoing_mail`).toHaveLength(0)
  expect(await db.owner`select 1 from pgboss.job`).toHaveLength(0)
})

test('two senders at once send one letter', async () => {
  const mail = await queued()
  const results = await Promise.all([sendMail(job, mail.id), sendMail(job, mail.id)])
  expect(results).toContain('sent')
  expect(['already', 'busy']).toContain(results.find((one) => one !== 'sent'))
  expect(await sendMail(job, mail.id)).toBe('already')
  expect(await delivered()).toEqual([
    expect.objectContaining({
      to: mail.recipient,
      from: expect.stringContaining('platby@opava.example'),
      subject: mail.subject,
      messageId: expect.stringMatching(/^<[0-9a-f-]{36}@platby\.opava\.example>$/),
      text: expect.stringContaining('Přijali jsme 1\u00a0440\u00a0Kč.'),
    }),
  ])
  expect(await stored(mail.eventKey)).toMatchObject({ tries: 1, problem: null, sent_at: expect.any(Date) })
})

test('more senders than the pool has connections do not starve one another', async () => {
  const mails = await Promise.all(Array.from({ length: 25 }, () => queued()))
  const results = await Promise.all(mails.map(({ id }) => sendMail(job, id)))
  expect(new Set(results)).toEqual(new Set(['sent']))
  expect(await delivered()).toHaveLength(25)
})

test('while the server is down the queue is told to try again; afterwards the letter goes', async () => {
  const mail = await queued()
  await order('/down', { down: true })
  await expect(sendMail(job, mail.id)).rejects.toThrow(
    /^Mail [0-9a-f-]{36} was not sent: delayed E[A-Z]+ 421$/,
  )
  expect(await stored(mail.eventKey)).toMatchObject({ tries: 1, sent_at: null })
  await order('/down', { down: false })
  useMailServer(1)
  await expect(sendMail(job, mail.id)).rejects.toThrow('delayed ESOCKET')
  useMailServer(mailServer.smtpPort)
  expect(await sendMail(job, mail.id)).toBe('sent')
  expect(await delivered()).toHaveLength(1)
  expect(await stored(mail.eventKey)).toMatchObject({ tries: 3, problem: null })
})

test('a crash after the server took the letter sends it again under the same Message-ID', async () => {
  const mail = await queued()
  await sendMail(job, mail.id)
  await db.owner`update outgoing_mail set sent_at = null`
  expect(await sendMail(job, mail.id)).toBe('sent')
  const [first, second] = await delivered()
  expect(second?.messageId).toBe(first?.messageId)
})

test('a recipient refused three times is given up, visibly and without being named', async () => {
  const mail = await queued()
  const refused = async () => {
    await order('/next', { reject: true })
    return sendMail(job, mail.id)
  }
  await expect(refused()).rejects.toThrow('refused EENVELOPE 550')
  await expect(refused()).rejects.toThrow('refused EENVELOPE 550')
  expect(await refused()).toBe('failed')
  expect(await stored(mail.eventKey)).toMatchObject({
    tries: 3,
    problem: 'refused EENVELOPE 550',
    sent_at: null,
  })
  expect(await sendMail(job, mail.id)).toBe('failed')
  expect(await delivered()).toHaveLength(0)
})

test('neither the recipient nor the text gets out through an error', async () => {
  const mail = await queued(newMail({ recipient: 'tajna@example.cz' }))
  await order('/next', { reject: true })
  const error = await sendMail(job, mail.id).catch((thrown: unknown) => thrown)
  expect(inspect(error, { depth: null })).not.toMatch(/tajna|1\u00a0440/)
})

test('mail that does not exist is not tried again', async () => {
  expect(await sendMail(job, randomUUID())).toBe('failed')
})

test('mail that lost its job gets a new one after ten minutes, until it is too old', async () => {
  const lost = await queued()
  const working = await queued()
  const sent = await queued()
  await sendMail(job, sent.id)
  await db.owner`delete from pgboss.job where data->>'mailId' <> ${working.id}`
  const start = Date.now()
  const afterMinutes = (minutes: number) => setClock(() => instantAt(start + minutes * 60_000))
  expect(await resendStuckMail(job)).toBe(0)
  afterMinutes(5 * 24 * 60)
  expect(await resendStuckMail(job)).toBe(0)
  afterMinutes(11)
  expect(await resendStuckMail(job)).toBe(1)
  expect([await jobsOf(lost.id), await jobsOf(working.id), await jobsOf(sent.id)]).toEqual([1, 1, 0])
  expect(await resendStuckMail(job)).toBe(0)
})

test('a code proves the letter however it is typed; another one proves nothing', async () => {
  const mail = await queued(newMail({ verificationCode: 'K7M2-94PX-3QRT' }))
  setClock(() => instantAt(Date.parse('2026-05-20T22:30:00Z')))
  await sendMail(job, mail.id)
  for (const typed of ['K7M2-94PX-3QRT', ' k7m294px3qrt ', 'k7m2 94px – 3qrt'])
    expect(await verifyMailCode(makeHost(), typed)).toEqual({ sentOn: '2026-05-21', payment: null })
  for (const typed of ['', 'K7M2', 'K7M2-94PX-3QRA', '%', '\0', 'K'.repeat(10_000)])
    expect(await verifyMailCode(makeHost(), typed)).toBeNull()
})

test('a person sees only the letters written to them', async () => {
  const [me, other] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject)
    values ('citizen', 'https://identita.example', 'a'), ('citizen', 'https://identita.example', 'b') returning id`
  const mine = await queued(newMail({ identityId: me?.id ?? null }))
  await queued(newMail({ identityId: other?.id ?? null }))
  await queued()
  const citizen = makeCitizen({
    identityId: me?.id ?? '',
    sessionId: randomUUID(),
    payerId: null,
    givenName: null,
    familyName: null,
    email: null,
  })
  expect(await mailsOfIdentity(citizen)).toEqual([
    {
      id: mine.id,
      subject: mine.subject,
      recipient: mine.recipient,
      createdAt: expect.any(Date),
      sentAt: null,
      state: 'waiting',
    },
  ])
  setClock(() => instantAt(Date.now() + 5 * 24 * 3600 * 1000))
  expect(await mailsOfIdentity(citizen)).toMatchObject([{ state: 'failed' }])
})
