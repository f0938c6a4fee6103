import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandboxMail } from '#sandbox/mail/server'

let mail: Awaited<ReturnType<typeof startSandboxMail>>

const letter = {
  from: 'Město <platby@example.cz>',
  to: 'jana@example.cz',
  subject: 'Potvrzení o přijaté platbě',
  text: 'Přijali jsme 1\u00a0440\u00a0Kč.\nPodrobnosti: https://platby.example.cz/platby/1?a=1&b=2.\n<konec>',
  attachments: [
    { filename: 'potvrzení.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' },
  ],
}

beforeAll(async () => {
  mail = await startSandboxMail({ port: 0, smtpPort: 0 })
})
beforeEach(() => fetch(`${mail.url}/messages`, { method: 'DELETE' }))
afterAll(() => mail.close())

function send(message: object = letter, smtpPort = mail.smtpPort, auth?: { user: string; pass: string }) {
  return createTransport({ host: '127.0.0.1', port: smtpPort, auth }).sendMail(message)
}

async function listed(url = mail.url) {
  const response = await fetch(`${url}/messages`)
  return (await response.json()) as Record<string, unknown>[]
}

function order(path: string, body: unknown): Promise<Response> {
  return fetch(`${mail.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
}

it('keeps what was sent, also to hidden recipients and with a login', async () => {
  const sent = await send({ ...letter, bcc: 'archiv@example.cz' }, mail.smtpPort, {
    user: 'kdo',
    pass: 'cokoli',
  })
  expect(await listed()).toEqual([
    {
      id: expect.any(String),
      from: expect.stringContaining('platby@example.cz'),
      to: 'jana@example.cz, archiv@example.cz',
      subject: letter.subject,
      messageId: sent.messageId,
      text: expect.stringContaining('1\u00a0440\u00a0Kč'),
      attachments: [{ filename: 'potvrzení.pdf', contentType: 'application/pdf', size: 8 }],
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  ])
})

it('shows the inbox and the message in Czech, escaped, with links and attachments', async () => {
  expect(await (await fetch(mail.url)).text()).toContain('Zatím nic nepřišlo.')
  await send({ ...letter, subject: '' })
  await send()
  const inbox = await (await fetch(mail.url)).text()
  expect(inbox.indexOf(letter.subject)).toBeLessThan(inbox.indexOf('Bez předmětu'))
  const path = /href="(\/zpravy\/[^"]+)"/.exec(inbox)?.[1]
  const message = await (await fetch(`${mail.url}${path}`)).text()
  expect(message).toContain('<a href="https://platby.example.cz/platby/1?a=1&amp;b=2">')
  expect(message).toContain('&lt;konec&gt;')
  const attachment = await fetch(`${mail.url}${path}/prilohy/0`)
  expect(attachment.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''potvrzen%C3%AD.pdf",
  )
  expect(await attachment.text()).toBe('%PDF-1.7')
})

it.each(['/zpravy/neni', '/zpravy/neni/prilohy/0', '/neco'])('answers 404 to %s', async (path) => {
  expect((await fetch(`${mail.url}${path}`)).status).toBe(404)
})

it('refuses mail with 421 while it is down, also on a connection opened before', async () => {
  const pooled = createTransport({ host: '127.0.0.1', port: mail.smtpPort, pool: true, maxConnections: 1 })
  await pooled.sendMail(letter)
  await order('/down', { down: true })
  await expect(send()).rejects.toMatchObject({ responseCode: 421 })
  await expect(pooled.sendMail(letter)).rejects.toMatchObject({ responseCode: 421 })
  expect(await (await fetch(mail.url)).text()).toContain('Pošta teď zprávy nepřijímá.')
  await order('/down', { down: false })
  await send()
  expect(await listed()).toHaveLength(2)
  pooled.close()
})

it('rejects only the next recipient when told so', async () => {
  await order('/next', { reject: true })
  await expect(send()).rejects.toMatchObject({ responseCode: 550 })
  await send()
  expect(await listed()).toHaveLength(1)
})

it.each(['null', '{"down":"ano"}', 'x'])('answers 400 to the order %s', async (body) => {
  expect((await fetch(`${mail.url}/down`, { method: 'POST', body })).status).toBe(400)
})

it('keeps messages in the state directory over a restart, until they are deleted', async () => {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'mail-'))
  for (const expected of [0, 1, 0]) {
    const kept = await startSandboxMail({ port: 0, smtpPort: 0, stateDirectory })
    expect(await listed(kept.url)).toHaveLength(expected)
    if (expected === 0) await send(letter, kept.smtpPort)
    else await fetch(`${kept.url}/smazat`, { method: 'POST', redirect: 'manual' })
    await kept.close()
  }
  await rm(stateDirectory, { recursive: true })
})
