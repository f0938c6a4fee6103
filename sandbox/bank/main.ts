import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startSandboxBank } from '#sandbox/bank/server'
import { stopOnSignal } from '#sandbox/loopback'

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    account: { type: 'string' },
    token: { type: 'string' },
    state: { type: 'string' },
  },
})

const options = z
  .object({
    port: z.coerce.number().int().min(0).max(65_535),
    account: z.string().regex(/^(\d{1,6}-)?\d{2,10}\/\d{4}$/),
    token: z.string().min(16),
    state: z.string().min(1).optional(),
  })
  .safeParse(values)

if (!options.success) {
  console.error(`Wrong options:\n${z.prettifyError(options.error)}`)
  process.exit(2)
}

const { state, ...rest } = options.data
const bank = await startSandboxBank({ ...rest, stateFile: state })
stopOnSignal(bank.stop)
console.log(`Sandbox bank ready: ${bank.url}`)
