import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { bankPublicKey, gatewayPublicKey, vectors } from '#tests/fixtures/gpwebpay-vectors'
import { isAuthenticReturn, keptReturn, readRawForm } from './payer-return.ts'

const shop = (merchant: string, ...pems: string[]) =>
  ({ merchant, publicKeys: pems.map((pem) => createPublicKey(pem)), hash: 'SHA1' }) as const
const isAuthentic = (connection: Parameters<typeof isAuthenticReturn>[0], query: string) => {
  const fields = readRawForm(query)
  return fields !== null && isAuthenticReturn(connection, fields)
}
const encode = encodeURIComponent
const paid =
  'OPERATION=CREATE_ORDER&ORDERNUMBER=5547&PRCODE=0&SRCODE=0&RESULTTEXT=OK' +
  `&DIGEST=${encode(vectors.returnPaid.signature)}&DIGEST1=${encode(vectors.returnPaidForShop.signature)}`
const ours = shop('9999999022', gatewayPublicKey)

describe('a return of the known example', () => {
  test('is authentic for its shop, whatever the order of fields and beside foreign ones', () => {
    expect(isAuthentic(ours, paid)).toBe(true)
    expect(isAuthentic(ours, `LANG=cs&${paid.split('&').reverse().join('&')}&utm_source=x`)).toBe(true)
    expect(isAuthentic(shop('9999999022', bankPublicKey, gatewayPublicKey), paid)).toBe(true)
  })

  test.each([
    ['another shop', shop('9999999023', gatewayPublicKey), paid],
    ['another key', shop('9999999022', bankPublicKey), paid],
    ['a number changed', ours, paid.replace('5547', '5548')],
    ['a code changed', ours, paid.replace('PRCODE=0', 'PRCODE=1')],
    ['a field added', ours, `${paid}&MD=1`],
    ['an empty field added', ours, `${paid}&MD=`],
    ['a field missing', ours, paid.replace('&RESULTTEXT=OK', '')],
    ['no DIGEST1', ours, paid.replace(/&DIGEST1=.*/, '')],
    [
      'DIGEST in both places',
      ours,
      paid.replace(/DIGEST1=.*/, `DIGEST1=${encode(vectors.returnPaid.signature)}`),
    ],
    [
      'DIGEST1 in both places',
      ours,
      paid.replace(/DIGEST=[^&]*/, `DIGEST=${encode(vectors.returnPaidForShop.signature)}`),
    ],
    ['a second PRCODE', ours, `${paid}&PRCODE=0`],
    ['nothing', ours, ''],
  ])('is not with %s', (_, connection, query) => {
    expect(isAuthentic(connection, query)).toBe(false)
  })

  test('survives plus signs that became blanks', () => {
    expect(vectors.returnPaid.signature).toContain('+')
    const careless = paid.replaceAll('%2B', '+')
    expect(careless).not.toBe(paid)
    expect(isAuthentic(ours, careless)).toBe(true)
  })
})

test('the return the bank really signed: an empty MD keeps its bars', () => {
  const query =
    'OPERATION=CREATE_ORDER&ORDERNUMBER=289&MERORDERNUM=2799&MD=&PRCODE=50&SRCODE=0' +
    '&RESULTTEXT=Cardholder+canceled+payment' +
    `&DIGEST=${encode(vectors.bankReturn.signature)}&DIGEST1=${encode(vectors.bankReturnForShop.signature)}`
  const bank = shop('M1E3CB3547', bankPublicKey)
  expect(isAuthentic(bank, query)).toBe(true)
  expect(isAuthentic(bank, query.replace('&MD=', ''))).toBe(false)
})

describe('text in windows-1250', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const connection = { merchant: '1', publicKeys: [publicKey], hash: 'SHA1' as const }
  const text = 'Držitel karty zrušil platbu'
  const signed = (suffix: string) =>
    encode(
      sign(
        'RSA-SHA1',
        iconv.encode(`CREATE_ORDER|7|50|0|${text}${suffix}`, 'windows-1250'),
        privateKey,
      ).toString('base64'),
    )
  const escaped = (bytes: Buffer) =>
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const query = (bytes: Buffer, bar = '') =>
    `OPERATION=CREATE_ORDER&ORDERNUMBER=7&PRCODE=50&SRCODE=0&RESULTTEXT=${escaped(bytes)}` +
    `${bar ? '&TRACEID=' : ''}&DIGEST=${signed('')}&DIGEST1=${signed('|1')}`

  test('is verified over its bytes, and also when a browser passed it on in UTF-8', () => {
    expect(isAuthentic(connection, query(iconv.encode(text, 'windows-1250')))).toBe(true)
    expect(isAuthentic(connection, query(Buffer.from(text)))).toBe(true)
    expect(isAuthentic(connection, query(Buffer.from('Drzitel karty zrusil platbu')))).toBe(false)
  })

  test('an empty last field may have lost its bar', () => {
    expect(isAuthentic(connection, query(iconv.encode(text, 'windows-1250'), '|'))).toBe(true)
  })

  test.each(['windows-1250', 'utf-8'])(
    'from %s is kept readable, without cards and signatures',
    (charset) => {
      const fields = readRawForm(`${query(iconv.encode(text, charset))}&PANPATTERN=4111********1111`)
      const kept = fields ? keptReturn(fields) : ''
      expect(kept).toContain(`RESULTTEXT=${text}`)
      expect(kept).not.toMatch(/DIGEST|4111/)
    },
  )
})

test.each(['A=%', 'A=%4', 'A=%ZZ', 'A=1&A=2'])('%j is not a form', (query) => {
  expect(readRawForm(query)).toBeNull()
})
