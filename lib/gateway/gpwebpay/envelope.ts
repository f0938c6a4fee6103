import { escapeXml, leavesOf, onlyChild, readXml, type XmlElement } from './xml.ts'

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const service = 'http://gpe.cz/pay/pay-ws/proc/v1'
const types = `${service}/type`

/** The calls we make, with the name of the element that holds their fields. */
const requestElements = {
  getPaymentStatus: 'paymentStatusRequest',
  getPaymentDetail: 'paymentDetailRequest',
  processCapture: 'captureRequest',
  processRefund: 'refundRequest',
  processCaptureReverse: 'captureReverseRequest',
  processAuthorizationReverse: 'authorizationReverseRequest',
} as const
export type Operation = keyof typeof requestElements

/** A SOAP 1.1 request; the fields go in the given order, the signature last. */
export function writeRequest(operation: Operation, fields: readonly (readonly [string, string])[]): string {
  const holder = requestElements[operation]
  const written = fields.map(([name, value]) => `<t:${name}>${escapeXml(value)}</t:${name}>`).join('')
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soapenv:Envelope xmlns:soapenv="${soap}" xmlns:p="${service}" xmlns:t="${types}"><soapenv:Body>` +
    `<p:${operation}><p:${holder}>${written}</p:${holder}></p:${operation}>` +
    '</soapenv:Body></soapenv:Envelope>'
  )
}

/** A reply or a fault before anything in it is believed. */
export interface Received {
  kind: 'answer' | 'fault'
  /** Simple fields by name, the signature among them. */
  fields: ReadonlyMap<string, string>
  /** The bytes the gateway signed: all values but the signature, in the order of the document. */
  signedText: string
}

/** What a reply to the operation says, or null where it is anything else: a page, another reply, a broken text. */
export function readReply(operation: Operation, text: string): Received | null {
  const root = readXml(text)
  if (root?.namespace !== soap || root.name !== 'Envelope') return null
  const body = onlyChild(root, soap, 'Body')
  const fault = onlyChild(body, soap, 'Fault')
  if (fault) return readFields('fault', onlyHolder(onlyChild(fault, '', 'detail')))
  return readFields('answer', onlyHolder(onlyChild(body, service, `${operation}Response`)))
}

/** Faults and replies differ in the name of this element, and the names differ from operation to operation. */
function onlyHolder(element: XmlElement | null): XmlElement | null {
  const [holder, ...others] = element?.children ?? []
  return holder?.namespace === service && others.length === 0 ? holder : null
}

function readFields(kind: Received['kind'], holder: XmlElement | null): Received | null {
  if (!holder) return null
  const fields = new Map<string, string>()
  for (const child of holder.children) {
    if (child.children.length > 0) continue
    if (child.namespace !== types || fields.has(child.name)) return null
    fields.set(child.name, child.text)
  }
  if (holder.children.at(-1)?.name !== 'signature') return null
  const signed = leavesOf(holder).slice(0, -1)
  return { kind, fields, signedText: signed.map((leaf) => leaf.text).join('|') }
}
