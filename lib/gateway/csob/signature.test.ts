import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { csobAt } from './adapter.ts'
import { initMessage } from './create.ts'
import { readAnswer } from './parse.ts'
import { isSigned, signatureOf, signedText } from './signature.ts'
import { stampOf } from './stamp.ts'
import vectors from './vectors.json' with { type: 'json' }
import { signedAddress } from './wire.ts'

const merchantKey = createPrivateKey(vectors.merchantPrivateKey)
const merchantPublicKey = createPublicKey(vectors.merchantPublicKey)
const gatewayPublicKey = createPublicKey(vectors.gatewayPublicKey)
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
const connection = {
  url: 'https://brana.example/api/v1.9',
  merchant: 'M1MIPS0001',
  privateKey: merchantKey,
  publicKeys: [gatewayPublicKey],
  isTest: true,
  timeoutMs: 1000,
}
const vector = (id: string) => {
  const found = vectors.messages.find((message) => message.id === id)
  if (!found) throw new Error(`no message ${id}`)
  return found
}
const at = (iso: string) => setClock(() => instantAt(Date.parse(iso)))
afterEach(() => setClock(null))

describe('reference messages', () => {
  test.each(vectors.messages)(
    '$id verifies, and fails with one letter more',
    ({ by, message, signature }) => {
      const keys = [by === 'merchant' ? merchantPublicKey : gatewayPublicKey]
      expect(isSigned(message, signature, keys)).toBe(true)
      expect(isSigned(`${message}x`, signature, keys)).toBe(false)
      if (by === 'merchant') expect(signatureOf(message, merchantKey)).toBe(signature)
    },
  )

  test('the address of a status carries its signature with nothing bare', () => {
    at('2026-10-05T10:16:00+02:00')
    const { signature } = vector('csob-status-request')
    const [encoded, stamp, payId, merchantId] = signedAddress(connection, 'status', 'd165e3c4b624fBD')
      .split('/')
      .reverse()
    expect([merchantId, payId, stamp]).toEqual(['M1MIPS0001', 'd165e3c4b624fBD', '20261005101600'])
    expect(encoded).toMatch(/^[\w%-]+$/)
    expect(decodeURIComponent(encoded ?? '')).toBe(signature)
  })

  test('answers are read with their fields in any order', () => {
    const read = (fields: object, id: string) => {
      const text = JSON.stringify({ signature: vector(id).signature, ...fields })
      return readAnswer(id.includes('init') ? 'init' : 'status', { kind: 'reply', status: 200, text }, [
        gatewayPublicKey,
      ])
    }
    const made = {
      paymentStatus: 1,
      resultMessage: 'OK',
      resultCode: 0,
      dttm: '20261005101501',
      payId: 'd165e3c4b624fBD',
    }
    expect(read(made, 'csob-init-response')).toMatchObject({ kind: 'answer', paymentStatus: 1 })
    expect(read({ ...made, customerCode: null }, 'csob-init-response').kind).toBe('answer')
    expect(read({ ...made, customerCode: '' }, 'csob-init-response').kind).toBe('nothing')
    const paid = { ...made, dttm: '20261005101601', paymentStatus: 7, authCode: '042760' }
    expect(read(paid, 'csob-status-response-7')).toMatchObject({ paymentStatus: 7 })
    expect(read({ ...paid, paymentStatus: 8 }, 'csob-status-response-7').kind).toBe('nothing')
  })

  test('a posted return is believed, also with the plus signs turned into blanks', async () => {
    const { signature } = vector('csob-return-redirect')
    expect(signature).toContain('+')
    const fields = {
      payId: 'd165e3c4b624fBD',
      dttm: '20261005101559',
      resultCode: '0',
      resultMessage: 'OK',
      paymentStatus: '7',
      authCode: '042760',
      merchantData: 'aWQ9NTU0OA==',
    }
    const post = async (more: Record<string, string>) => {
      const body = new URLSearchParams({ ...fields, ...more })
      const hint = await csobAt(connection).readReturn(
        new Request('http://localhost/', { method: 'POST', body }),
      )
      return hint.ok && hint.value.isAuthentic
    }
    expect(await post({ signature })).toBe(true)
    expect(await post({ signature: signature.replaceAll('+', ' ') })).toBe(true)
    expect(await post({ signature, statusDetail: '' })).toBe(false)
    expect(await post({ signature, paymentStatus: '8' })).toBe(false)
    expect(await post({})).toBe(false)
  })
})

describe('the signed text', () => {
  test('an absent field leaves nothing, an empty one its place', () => {
    expect(signedText(['a', null, undefined, 'b'])).toBe('a|b')
    expect(signedText(['a', '', 'b', ''])).toBe('a||b|')
    expect(signedText([1, true, [['x', 2], []], false])).toBe('1|true|x|2|false')
  })

  test('the order of payment/init', () => {
    at('2026-10-05T10:15:00+02:00')
    const url = 'https://portal.example.cz/return'
    const { fields, values } = initMessage(
      connection,
      {
        reference: '5547',
        amountHal: 123_400n,
        label: '  Poplatek za psa  ',
        contactEmail: 'urad@example.cz',
        returnUrls: { paid: url, cancelled: url, pending: url },
        expiresInMinutes: 60,
        allowBankButtons: true,
      },
      url,
    )
    const minimal = vector('csob-init-request-minimal').message.replace(/\|cs$/, '')
    expect(signedText(values)).toBe(`${minimal}|NTU0Nw==|cs|1800`)
    expect(Object.keys(fields)).not.toContain('customer')
  })

  test('a cart name is cut by characters, and never ends by a blank', () => {
    const name = (label: string) => {
      const request = {
        reference: '1',
        amountHal: 1n,
        label,
        contactEmail: '',
        expiresInMinutes: 1,
        allowBankButtons: false,
      }
      const returnUrls = { paid: '', cancelled: '', pending: '' }
      return (initMessage(connection, { ...request, returnUrls }, '').fields.cart as { name: string }[])[0]
        ?.name
    }
    expect(name('Příliš žluťoučký kůň úpěl')).toBe('Příliš žluťoučký kůň')
    expect(name('1234567890123456789 dvacet')).toBe('1234567890123456789')
    expect(name('😀'.repeat(30))).toBe('😀'.repeat(20))
  })

  test('any text signed by one of two keys is believed, and by a third is not', () => {
    const keys = [gatewayPublicKey, merchantPublicKey]
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (values) => {
        const text = signedText(values)
        const signature = signatureOf(text, merchantKey)
        expect(isSigned(text, signature, keys)).toBe(true)
        expect(isSigned(text, signature, [gatewayPublicKey])).toBe(false)
        expect(isSigned(text, signatureOf(text, otherKey.privateKey), keys)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  test.each(['', 'x', '====', 'not base64 at all!', 'AAAA'])('%j is no signature', (signature) => {
    expect(isSigned('text', signature, [gatewayPublicKey])).toBe(false)
  })
})

test.each([
  ['2026-03-29T00:59:59Z', '20260329015959'],
  ['2026-03-29T01:00:00Z', '20260329030000'],
  ['2026-10-25T00:30:00Z', '20261025023000'],
  ['2026-10-25T01:30:00Z', '20261025023000'],
  ['2026-12-31T23:30:00Z', '20270101003000'],
  ['2026-06-30T22:00:00Z', '20260701000000'],
])('%s is %s in Prague', (iso, stamp) => {
  expect(stampOf(instantAt(Date.parse(iso)))).toBe(stamp)
})
