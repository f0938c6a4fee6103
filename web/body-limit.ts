import type { IncomingMessage } from 'node:http'

/** A form of any page, in bytes. */
const formBytes = 256 * 1024
const statementBytes = 32 * 1024 * 1024

/** What other machines send; they need not say how long it is. */
const countedWhereRead = ['/api/gateways/', '/api/auth/backchannel/']

/** The pages that take files of the office. */
const takesFiles = /^\/urad\/vypisy\/?(\?|$)/

/**
 * Whether the body is longer than the page takes, or does not say how long it is: browsers always say. What gateways
 * and providers send is counted where it is read.
 */
export function isBodyTooLong(request: Pick<IncomingMessage, 'headers' | 'url' | 'method'>): boolean {
  const { headers, url = '', method } = request
  if (method === 'GET' || method === 'HEAD') return false
  if (countedWhereRead.some((start) => url.startsWith(start))) return false
  if (headers['transfer-encoding'] !== undefined) return true
  return Number(headers['content-length'] ?? 0) > (takesFiles.test(url) ? statementBytes : formBytes)
}

/** Whether the body is one of the long ones that only the office may send. */
export function isLongBody({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): boolean {
  return takesFiles.test(url) && Number(headers['content-length'] ?? 0) > formBytes
}
