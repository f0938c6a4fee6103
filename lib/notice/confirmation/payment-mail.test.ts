import { expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { sentences } from '#lib/i18n/sentences'
import { type PaymentReceivedFacts, paymentReceivedMail } from '#lib/notice/confirmation/payment-mail'

const facts: PaymentReceivedFacts = {
  cityName: 'Město Opava',
  cityContacts: ['553 000 000', 'poplatky@opava.example'],
  portalUrl: 'https://platby.opava.example',
  reference: '2605200017',
  paidOn: isoDate('2026-05-20'),
  dayIsProvisional: false,
  wayLabel: 'platební kartou',
  amountHal: 144000n,
  creditHal: 0n,
  verificationCode: 'K7M2-94PX-3QRT',
}

test('says what came, where to look and how to verify it', () => {
  const { subject, body } = paymentReceivedMail(facts)
  expect(subject).toBe('Město Opava: vaši platbu jsme přijali')
  expect(body.replaceAll('\u00a0', '_')).toBe(`Dobrý den,

dne 20._května_2026 jsme přijali vaši platbu 1_440_Kč platební kartou.

Potvrzení o_platbě i_to, co případně ještě zbývá zaplatit, najdete po přihlášení v_portálu platby.opava.example.

Číslo platby: 2605200017

Město Opava
553 000 000 · poplatky@opava.example

E-mailem po vás nikdy nechceme číslo karty ani heslo. Pravost této zprávy ověříte na adrese platby.opava.example/overit kódem K7M2-94PX-3QRT.
`)
})

test('tells that the day may change and what stays as credit', () => {
  const { body } = paymentReceivedMail({ ...facts, dayIsProvisional: true, creditHal: 24000n })
  expect(body).toContain('Den platby je zatím předběžný.')
  expect(body).toContain('Částka 240\u00a0Kč je přeplatek')
})

test('carries no link to pay', () => {
  expect(paymentReceivedMail(facts).body).not.toMatch(/https?:|mailto:/)
})

test('no sentence says whether the reader is a man or a woman', () => {
  expect(JSON.stringify([sentences.mail, sentences.confirmation])).not.toMatch(/li jste\b|\(a\)|\/a jste/)
})
