import { z } from 'zod'
import { port, readOptions, runSandbox, text, webAddress } from '#sandbox/command-line'
import { readPeople, realmSchema } from '#sandbox/identity/people'
import { startSandboxIdentity } from '#sandbox/identity/server'

const shape = {
  realm: realmSchema,
  port,
  clientId: text,
  clientSecret: text,
  redirectUri: z.url('must be an address'),
  postLogoutUri: z.url('must be an address'),
  backchannelLogoutUri: z.url('must be an address').optional(),
  people: text,
  publicUrl: webAddress.optional(),
  state: text.optional(),
}

await runSandbox({
  name: 'identity',
  usage: `Usage: node sandbox/identity/main.ts --realm citizen|office --port 3001 --client-id ID --client-secret SECRET
  --redirect-uri URL --post-logout-uri URL --people FILE [--backchannel-logout-uri URL] [--public-url URL] [--state FOLDER]`,
  async start(args) {
    const { state, people, ...rest } = readOptions(args, shape)
    return startSandboxIdentity({ ...rest, people: await readPeople(people), stateDirectory: state })
  },
})
