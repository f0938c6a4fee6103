import { readCommandLine, usage } from '#sandbox/gpwebpay/options'
import { startSandboxGpwebpay } from '#sandbox/gpwebpay/start-sandbox'
import { stopOnSignal } from '#sandbox/loopback'

try {
  const sandbox = await startSandboxGpwebpay(readCommandLine(process.argv.slice(2)))
  console.log(`Sandbox GP webpay ready: ${sandbox.url}`)
  stopOnSignal(sandbox.close)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 1
}
