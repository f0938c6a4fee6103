import { runSandbox } from '#sandbox/command-line'
import { readCommandLine, usage } from '#sandbox/gpwebpay/options'
import { startSandboxGpwebpay } from '#sandbox/gpwebpay/start-sandbox'

await runSandbox({
  name: 'GP webpay',
  usage,
  start: (args) => startSandboxGpwebpay(readCommandLine(args)),
})
