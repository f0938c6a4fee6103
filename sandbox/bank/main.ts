import { z } from 'zod'
import { startSandboxBank } from '#sandbox/bank/server'
import { port, readOptions, runSandbox, text } from '#sandbox/command-line'

const shape = {
  port,
  account: z.string().regex(/^(\d{1,6}-)?\d{2,10}\/\d{4}$/, 'must be like 19-2000145399/0800'),
  token: z.string().min(16, 'must have at least 16 characters'),
  state: text.optional(),
}

await runSandbox({
  name: 'bank',
  usage:
    'Usage: node sandbox/bank/main.ts --port 3009 --account 19-2000145399/0800 --token TOKEN [--state FILE]',
  start(args) {
    const { state, ...rest } = readOptions(args, shape)
    return startSandboxBank({ ...rest, stateFile: state })
  },
})
