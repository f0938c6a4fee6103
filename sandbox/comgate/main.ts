import { readCommandLine, usage } from '#sandbox/comgate/options'
import { startSandboxComgate } from '#sandbox/comgate/start-sandbox'

try {
  const sandbox = await startSandboxComgate(readCommandLine(process.argv.slice(2)))
  console.log(`Sandbox Comgate ready: ${sandbox.url}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(usage)
  process.exitCode = 1
}
