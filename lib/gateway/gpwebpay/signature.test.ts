import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bankPublicKey,
  gatewayPublicKey,
  shopKey,
  shopPublicKey,
  vectors,
} from '#tests/fixtures/gpwebpay-vectors'
import { orderFields } from './order.ts'
import { digestText, type Hash, isSigned, signText } from './signature.ts'

const privateKey = createPrivateKey(shopKey)
const keyOf = { shop: shopPublicKey, gateway: gatewayPublicKey, bank: bankPublicKey }
const verified = (text: string, signature: string, pems: string[], hash: Hash = 'SHA1') =>
  isSigned(Buffer.from(text), signature, { publicKeys: pems.map((pem) => createPublicKey(pem)), hash })

test.each(['orderRequiredOnly', 'orderFull', 'statusRequest'] as const)('signs %s as it is known', (name) => {
  const { text, signature } = vectors[name]
  expect(signText(text, { privateKey, hash: 'SHA1' })).toBe(signature)
})

test.each([
  ['returnPaid', 'gateway'],
  ['returnPaidForShop', 'gateway'],
  ['returnEmptyMd', 'gateway'],
  ['bankReturn', 'bank'],
  ['bankReturnForShop', 'bank'],
  ['orderFull', 'shop'],
] as const)('verifies %s by the key of the %s and by no other', (name, signer) => {
  const { text, signature } = vectors[name]
  for (const [holder, pem] of Object.entries(keyOf)) {
    expect(verified(text, signature, [pem]), holder).toBe(holder === signer)
  }
})

test('one valid key of two is enough, in either place', () => {
  const { text, signature } = vectors.returnPaid
  expect(verified(text, signature, [bankPublicKey, gatewayPublicKey])).toBe(true)
  expect(verified(text, signature, [gatewayPublicKey, bankPublicKey])).toBe(true)
  expect(verified(text, signature, [])).toBe(false)
})

test('the algorithm is what was agreed, never what fits', () => {
  const { text, signature } = vectors.returnPaid
  expect(verified(text, signature, [gatewayPublicKey], 'SHA256')).toBe(false)
  const stronger = signText(text, { privateKey, hash: 'SHA256' })
  expect(verified(text, stronger, [shopPublicKey], 'SHA256')).toBe(true)
  expect(verified(text, stronger, [shopPublicKey], 'SHA1')).toBe(false)
})

test.each(['', 'x', '????', `${vectors.returnPaid.signature} `, `\n${vectors.returnPaid.signature}`])(
  'a signature %j is none',
  (signature) => {
    expect(verified(vectors.returnPaid.text, signature, [gatewayPublicKey])).toBe(false)
  },
)

test('any change of the text spoils the signature', () => {
  const { publicKey, privateKey: own } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (text, other) => {
      const signature = signText(text, { privateKey: own, hash: 'SHA1' })
      const keys = { publicKeys: [publicKey], hash: 'SHA1' as const }
      expect(isSigned(Buffer.from(other), signature, keys)).toBe(other === text)
    }),
    { numRuns: 50 },
  )
})

describe('the text to sign', () => {
  test('follows the protocol, not the order of the object', () => {
    const order = {
      URL: 'https://portal.example.cz/return',
      DEPOSITFLAG: '1',
      AMOUNT: '123400',
      CURRENCY: '203',
      ORDERNUMBER: '5547',
      LANG: 'cs',
      OPERATION: 'CREATE_ORDER',
      MERCHANTNUMBER: '9999999022',
    }
    expect(digestText(orderFields, order)).toBe(vectors.orderRequiredOnly.text)
  })

  test('keeps the bar of an empty field and drops that of a missing one', () => {
    expect(digestText(['a', 'b', 'c'], { a: '1', b: '', c: '3' })).toBe('1||3')
    expect(digestText(['a', 'b', 'c'], { a: '1', c: '3' })).toBe('1|3')
  })
})
