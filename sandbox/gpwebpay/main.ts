import { runSandbox } from '#sandbox/command-line'
import { readCommandLine, usage } from '#sandbox/gpwebpay/options'
import { startSandboxGpwebpay } from '#sandbox/gpwebpay/start-sandbox'

await runSandbox({
  name: 'GP webpay',
  usage,
  async start(args) {
    const { url, close } = await startSandboxGpwebpay(readCommandLine(args))
    return { url, stop: close }
  },
})
