import { runSandbox } from '#sandbox/command-line'
import { readCommandLine, usage } from '#sandbox/csob/options'
import { startSandboxCsob } from '#sandbox/csob/start-sandbox'

await runSandbox({
  name: 'ČSOB',
  usage,
  async start(args) {
    const { url, close } = await startSandboxCsob(readCommandLine(args))
    return { url, stop: close }
  },
})
