import { readCommandLine, usage } from '#sandbox/comgate/options'
import { startSandboxComgate } from '#sandbox/comgate/start-sandbox'
import { runSandbox } from '#sandbox/command-line'

await runSandbox({
  name: 'Comgate',
  usage,
  async start(args) {
    const { url, close } = await startSandboxComgate(readCommandLine(args))
    return { url, stop: close }
  },
})
