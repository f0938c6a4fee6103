import { escapeXml } from '#sandbox/wording'

export type Field = [name: string, value: string]

/** A call of the web service: what is asked, and the fields it came with. */
export interface ServiceCall {
  operation: string
  /** Name of the element around the fields of the reply. */
  holder: string
  fields: ReadonlyMap<string, string>
}

/** Operations with the names of the elements around the fields of the request and of the reply. */
const holders: Record<string, [request: string, reply: string]> = {
  getPaymentStatus: ['paymentStatusRequest', 'paymentStatusResponse'],
  getPaymentDetail: ['paymentDetailRequest', 'paymentDetailResponse'],
  processCapture: ['captureRequest', 'captureResponse'],
  processRefund: ['refundRequest', 'refundRequestResponse'],
  processCaptureReverse: ['captureReverseRequest', 'captureReverseResponse'],
  processAuthorizationReverse: ['authorizationReverseRequest', 'authorizationReverseResponse'],
}

/** Reads the one shape of request that our clients send; null for anything else. */
export function readCall(xml: string): ServiceCall | null {
  const [, , operation, inside = ''] =
    /<([\w.-]+):Body>\s*<[\w.-]+:(\w+)(?:\s[^<>]*?)?(?:\/>|>([\s\S]*)<\/[\w.-]+:\2>)\s*<\/\1:Body>/.exec(
      xml,
    ) ?? []
  if (operation === 'echo') return { operation, holder: '', fields: new Map() }
  const names = operation && Object.hasOwn(holders, operation) ? holders[operation] : undefined
  if (operation === undefined || names === undefined) return null
  const [, holder, content = ''] =
    /^\s*<[\w.-]+:(\w+)(?:\s[^<>]*)?>([\s\S]*)<\/[\w.-]+:\1>\s*$/.exec(inside) ?? []
  if (holder !== names[0]) return null
  const fields = [...content.matchAll(/<([\w.-]+):(\w+)(?:\s[^<>]*)?>([^<]*)<\/\1:\2>/g)]
  return {
    operation,
    holder: names[1],
    fields: new Map(fields.map(([, , name = '', value]) => [name, unescapeXml(value ?? '')])),
  }
}

const unescapeXml = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

const envelope = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`

const namespaces =
  'xmlns:ns4="http://gpe.cz/pay/pay-ws/proc/v1" xmlns:ns3="http://gpe.cz/pay/pay-ws/proc/v1/type"'

const written = (fields: readonly Field[]) =>
  fields.map(([name, value]) => `<ns3:${name}>${escapeXml(value)}</ns3:${name}>`).join('')

/** A reply with its fields in the order they are signed; an echo has none. */
export function writeReply(operation: string, holder: string | null, fields: readonly Field[]): string {
  const inside = holder === null ? '' : `<ns4:${holder}>${written(fields)}</ns4:${holder}>`
  return envelope(`<ns4:${operation}Response ${namespaces}>${inside}</ns4:${operation}Response>`)
}

/** A fault with its codes. */
export const writeFault = (fields: readonly Field[]): string =>
  envelope(
    `<soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>Service exception</faultstring><detail><ns4:serviceException ${namespaces}>${written(fields)}</ns4:serviceException></detail></soapenv:Fault>`,
  )
