import { readCommandLine, usage } from '#sandbox/gopay/options'
import { startSandboxGopay } from '#sandbox/gopay/start-sandbox'
import { stopOnSignal } from '#sandbox/loopback'

try {
  const sandbox = await startSandboxGopay(readCommandLine(process.argv.slice(2)))
  console.log(`Sandbox GoPay ready: ${sandbox.url}`)
  stopOnSignal(sandbox.close)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 1
}
