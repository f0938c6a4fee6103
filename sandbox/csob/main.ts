import { readCommandLine, usage } from '#sandbox/csob/options'
import { startSandboxCsob } from '#sandbox/csob/start-sandbox'
import { stopOnSignal } from '#sandbox/loopback'

try {
  const sandbox = await startSandboxCsob(readCommandLine(process.argv.slice(2)))
  console.log(`Sandbox ČSOB ready: ${sandbox.url}`)
  stopOnSignal(sandbox.close)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 1
}
