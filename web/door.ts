import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'

/**
 * A server that encrypts with the certificate and key of these files, or without them a plain one: in production
 * the proxy before it encrypts.
 */
export function openDoor(
  files: { certificate?: string | undefined; key?: string | undefined },
  answer: RequestListener,
): Server {
  if (!files.certificate && !files.key) return createServer(answer)
  if (!files.certificate || !files.key)
    throw new Error('To encrypt, both --certificate and --key are needed.')
  const [cert, key] = [files.certificate, files.key].map((file) => readFileSync(file))
  return createSecureServer({ cert, key }, answer)
}
