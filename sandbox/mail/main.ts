import { parseArgs } from 'node:util'
import { z } from 'zod'
import { stopOnSignal } from '#sandbox/loopback'
import { startSandboxMail } from '#sandbox/mail/server'

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'smtp-port': { type: 'string' }, state: { type: 'string' } },
})

const port = z.coerce.number().int().min(0).max(65_535)
const options = z.object({ port, 'smtp-port': port, state: z.string().min(1).optional() }).safeParse(values)

if (!options.success) {
  console.error(`Wrong options:\n${z.prettifyError(options.error)}`)
  process.exit(2)
}

const mail = await startSandboxMail({
  port: options.data.port,
  smtpPort: options.data['smtp-port'],
  stateDirectory: options.data.state,
})
stopOnSignal(mail.stop)
console.log(`Sandbox mail ready: ${mail.url} (SMTP ${mail.smtpPort})`)
