import { runSandbox } from '#sandbox/command-line'
import { readCommandLine, usage } from '#sandbox/gopay/options'
import { startSandboxGopay } from '#sandbox/gopay/start-sandbox'

await runSandbox({
  name: 'GoPay',
  usage,
  start: (args) => startSandboxGopay(readCommandLine(args)),
})
