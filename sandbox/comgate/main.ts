import { readCommandLine, usage } from '#sandbox/comgate/options'
import { startSandboxComgate } from '#sandbox/comgate/start-sandbox'
import { runSandbox } from '#sandbox/command-line'

await runSandbox({
  name: 'Comgate',
  usage,
  start: (args) => startSandboxComgate(readCommandLine(args)),
})
