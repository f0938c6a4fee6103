import { runSandbox } from '#sandbox/command-line'
import { readCommandLine, usage } from '#sandbox/csob/options'
import { startSandboxCsob } from '#sandbox/csob/start-sandbox'

await runSandbox({
  name: 'ČSOB',
  usage,
  start: (args) => startSandboxCsob(readCommandLine(args)),
})
