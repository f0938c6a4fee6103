import type { Behaviour } from '#sandbox/comgate/behaviour'

/** The doors of the stand-ins that no real gateway or mail server has. */
const comgate = () => process.env.E2E_COMGATE_URL ?? ''
const mail = () => process.env.E2E_MAIL_URL ?? ''

async function post(address: string, body: unknown): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`)
}

/** The payment made next will misbehave so. For tests whose turn at the gateway it is. */
export const misbehaveNext = (behaviour: Behaviour) =>
  post(`${comgate()}/sandbox/behaviour`, { next: 1, behaviour })

/** This payment misbehaves so from now on. */
export const misbehave = (transId: string, behaviour: Behaviour) =>
  post(`${comgate()}/sandbox/behaviour`, { transId, behaviour })

export interface Mail {
  to: string
  subject: string
  text: string
}

/** Messages that reached this address, oldest first. */
export async function mailFor(address: string): Promise<Mail[]> {
  const answer = await fetch(`${mail()}/messages`)
  const messages = (await answer.json()) as Mail[]
  return messages.filter((message) => message.to.includes(address))
}
