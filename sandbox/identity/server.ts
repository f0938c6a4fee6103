import type { Portal } from '#sandbox/identity/configuration'
import { loadKeys } from '#sandbox/identity/keys'
import type { Person, Realm } from '#sandbox/identity/people'
import { createProvider } from '#sandbox/identity/provider'
import { listenOnLoopback } from '#sandbox/loopback'

/** How to play an identity provider: `port` 0 takes any free one; `publicUrl` is an origin in front of it, if there is one. */
export type SandboxIdentityOptions = Portal & {
  realm: Realm
  port: number
  people: Person[]
  publicUrl?: string
  stateDirectory?: string
}

/** Starts the provider of one realm on loopback. `url` is its issuer. Rejects when the port is taken or a URL is wrong. */
export async function startSandboxIdentity(
  options: SandboxIdentityOptions,
): Promise<{ url: string; port: number; close: () => Promise<void> }> {
  const keys = await loadKeys(options.realm, options.stateDirectory)
  const server = await listenOnLoopback(options.port)
  const publicUrl = new URL(options.publicUrl ?? `http://localhost:${server.port}`)
  const { realm, people } = options
  const answer = createProvider(publicUrl.origin, { realm, people, portal: options, keys }).callback()
  server.answer((request, response) => {
    // Whoever asks under another name (127.0.0.1, a tunnel) gets the addresses that discovery announces.
    request.headers['x-forwarded-host'] = publicUrl.host
    request.headers['x-forwarded-proto'] = publicUrl.protocol.replace(':', '')
    void answer(request, response)
  })
  return { url: publicUrl.origin, port: server.port, close: server.stop }
}
