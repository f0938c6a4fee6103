import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'

type Attachment = { filename: string; contentType: string; content: Buffer }

/** One delivered message. `to` are the addresses of the envelope, `receivedAt` is ISO 8601 in UTC. */
export type Message = {
  id: string
  from: string
  to: string
  subject: string
  messageId: string
  text: string
  attachments: Attachment[]
  receivedAt: string
}

/** What is kept on disk: the envelope and the message as it came. */
type StoredMessage = { id: string; recipients: string[]; receivedAt: string; raw: string }

export type Inbox = {
  /** Newest first. */
  list: () => Message[]
  find: (id: string) => Message | undefined
  receive: (raw: Buffer, recipients: string[]) => Promise<void>
  empty: () => Promise<void>
}

function readMessage(stored: StoredMessage, mail: ParsedMail): Message {
  return {
    id: stored.id,
    from: mail.from?.text ?? '',
    to: stored.recipients.join(', '),
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    text: mail.text ?? '',
    attachments: mail.attachments.map((attachment, index) => ({
      filename: attachment.filename ?? `priloha-${index + 1}`,
      contentType: attachment.contentType,
      content: attachment.content,
    })),
    receivedAt: stored.receivedAt,
  }
}

async function parse(stored: StoredMessage): Promise<Message> {
  return readMessage(stored, await simpleParser(Buffer.from(stored.raw, 'base64')))
}

async function loadMessages(directory: string): Promise<Message[]> {
  await mkdir(directory, { recursive: true })
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json'))
  const messages: Message[] = []
  // One after another: a full mailbox has more files than may be open at once.
  for (const name of names)
    messages.push(await parse(JSON.parse(await readFile(join(directory, name), 'utf8'))))
  return messages.sort((one, other) => one.receivedAt.localeCompare(other.receivedAt))
}

/** The mailbox for everybody: in memory, and one file per message under `stateDirectory` when there is one. */
export async function openInbox(stateDirectory?: string): Promise<Inbox> {
  const directory = stateDirectory && join(stateDirectory, 'mail')
  const messages = directory ? await loadMessages(directory) : []
  return {
    list: () => messages.toReversed(),
    find: (id) => messages.find((message) => message.id === id),
    receive: async (raw, recipients) => {
      const receivedAt = new Date().toISOString()
      const stored = { id: randomUUID(), recipients, receivedAt, raw: raw.toString('base64') }
      const message = await parse(stored)
      if (directory) await writeFile(join(directory, `${stored.id}.json`), JSON.stringify(stored))
      messages.push(message)
    },
    empty: async () => {
      const emptied = messages.splice(0)
      if (!directory) return
      await Promise.all(emptied.map((message) => rm(join(directory, `${message.id}.json`), { force: true })))
    },
  }
}
