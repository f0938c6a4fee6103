import { describe, expect, test } from 'vitest'
import { readReply, writeRequest } from './envelope.ts'
import { readXml } from './xml.ts'

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const proc = 'http://gpe.cz/pay/pay-ws/proc/v1'
const wrap = (inside: string) =>
  `<?xml version="1.0"?><S:Envelope xmlns:S="${soap}"><S:Body>${inside}</S:Body></S:Envelope>`
const reply = (fields: string, operation = 'getPaymentDetail') =>
  wrap(
    `<a:${operation}Response xmlns:a="${proc}" xmlns:b="${proc}/type"><a:paymentDetailResponse>${fields}</a:paymentDetailResponse></a:${operation}Response>`,
  )

test('a request carries its fields in the given order, escaped', () => {
  const request = writeRequest('getPaymentStatus', [
    ['messageId', 'AAAA'],
    ['paymentNumber', '<&>'],
  ])
  const body = readXml(request)?.children[0]?.children[0]
  expect(body).toMatchObject({ namespace: proc, name: 'getPaymentStatus' })
  const [holder] = body?.children ?? []
  expect(holder).toMatchObject({ namespace: proc, name: 'paymentStatusRequest' })
  expect(holder?.children.map(({ namespace, name, text }) => [namespace, name, text])).toEqual([
    [`${proc}/type`, 'messageId', 'AAAA'],
    [`${proc}/type`, 'paymentNumber', '<&>'],
  ])
})

describe('a reply', () => {
  test('gives its fields by name and its signed text in the order of the document, nested ones too', () => {
    const text = reply(
      '<b:messageId>M</b:messageId><b:state>8</b:state><b:status></b:status>' +
        '<x:info xmlns:x="urn:x"><x:wallet>W</x:wallet><x:deep><x:a>A</x:a></x:deep></x:info>' +
        '<b:simpleValueHolder><b:name>n</b:name><b:value>v</b:value></b:simpleValueHolder>' +
        '<b:simpleValueHolder><b:name>o</b:name><b:value>w</b:value></b:simpleValueHolder>' +
        '<b:panToken>T&amp;U</b:panToken><b:signature>S</b:signature>',
    )
    const read = readReply('getPaymentDetail', text)
    expect(read).toMatchObject({ kind: 'answer', signedText: 'M|8||W|A|n|v|o|w|T&U' })
    expect(read?.fields.get('state')).toBe('8')
  })

  test('of a fault gives its codes', () => {
    const fault = wrap(
      `<S:Fault><faultcode>S:Server</faultcode><faultstring>x</faultstring><detail><a:serviceException xmlns:a="${proc}" xmlns:b="${proc}/type"><b:messageId>M</b:messageId><b:primaryReturnCode>15</b:primaryReturnCode><b:secondaryReturnCode>1</b:secondaryReturnCode><b:signature>S</b:signature></a:serviceException></detail></S:Fault>`,
    )
    expect(readReply('getPaymentStatus', fault)).toMatchObject({ kind: 'fault', signedText: 'M|15|1' })
  })

  const good = '<b:messageId>M</b:messageId><b:state>8</b:state><b:signature>S</b:signature>'
  test.each([
    ['empty', ''],
    ['a page', '<!doctype html><title>x</title>'],
    ['JSON', '{"state":8}'],
    ['cut off', reply(good).slice(0, -10)],
    ['two documents', reply(good) + reply(good)],
    ['of another operation', reply(good, 'getPaymentStatus')],
    ['of another namespace', reply(good).replaceAll(proc, 'urn:other')],
    ['of another envelope', reply(good).replaceAll(soap, 'http://www.w3.org/2003/05/soap-envelope')],
    ['with a document type', reply(good).replace('?>', '?><!DOCTYPE x [<!ENTITY e "8">]>')],
    ['with an unknown entity', reply(good.replace('8', '&e;'))],
    ['with a field twice', reply(`<b:state>7</b:state>${good}`)],
    ['with a foreign field', reply(`<x:state xmlns:x="urn:x">7</x:state>${good}`)],
    ['with the signature not last', reply(`${good}<b:status>x</b:status>`)],
    ['without a signature', reply('<b:messageId>M</b:messageId><b:state>8</b:state>')],
    ['too deep', wrap('<a>'.repeat(40) + '</a>'.repeat(40))],
  ])('%s is refused', (_, text) => {
    expect(readReply('getPaymentDetail', reply(good))).not.toBeNull()
    expect(readReply('getPaymentDetail', text)).toBeNull()
  })
})
