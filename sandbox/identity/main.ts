import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readPeople, realmSchema } from '#sandbox/identity/people'
import { startSandboxIdentity } from '#sandbox/identity/server'
import { stopOnSignal } from '#sandbox/loopback'

const { values } = parseArgs({
  options: {
    realm: { type: 'string' },
    port: { type: 'string' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'redirect-uri': { type: 'string' },
    'post-logout-uri': { type: 'string' },
    'backchannel-logout-uri': { type: 'string' },
    people: { type: 'string' },
    'public-url': { type: 'string' },
    state: { type: 'string' },
  },
})

const options = z
  .object({
    realm: realmSchema,
    port: z.coerce.number().int().min(0).max(65_535),
    'client-id': z.string().min(1),
    'client-secret': z.string().min(1),
    'redirect-uri': z.url(),
    'post-logout-uri': z.url(),
    'backchannel-logout-uri': z.url().optional(),
    people: z.string().min(1),
    'public-url': z.url().optional(),
    state: z.string().min(1).optional(),
  })
  .safeParse(values)

if (!options.success) {
  console.error(`Wrong options:\n${z.prettifyError(options.error)}`)
  process.exit(2)
}

const { data } = options
const identity = await startSandboxIdentity({
  realm: data.realm,
  port: data.port,
  people: await readPeople(data.people),
  clientId: data['client-id'],
  clientSecret: data['client-secret'],
  redirectUri: data['redirect-uri'],
  postLogoutUri: data['post-logout-uri'],
  backchannelLogoutUri: data['backchannel-logout-uri'],
  publicUrl: data['public-url'],
  stateDirectory: data.state,
})
stopOnSignal(identity.stop)
console.log(`Sandbox identity (${data.realm}) ready: ${identity.url}`)
