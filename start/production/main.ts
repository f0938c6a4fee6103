import { parseArgs } from 'node:util'
import { ownerEnvironment, validateEnvironment } from '#lib/core/env'
import { prepareDatabase, tryDatabase } from '#start/database/database'
import { roleFault } from '#start/database/roles'
import { machineEnvironment } from '#start/machine/environment'
import { StartProblem } from '#start/machine/paths'
import { assertPortFree, readPort } from '#start/machine/ports'
import {
  aborted,
  helpIfAsked,
  stopSignal,
  tellAndExit,
  UsageProblem,
  usageProblem,
} from '#start/machine/terminal'
import { openProcesses } from '#start/processes/processes'
import { buildPortal } from '#start/production/build'
import { portalCommands } from '#start/production/portal'
import { toys } from '#start/production/toys'
import { unsetSettings } from '#start/production/unset-settings'

const usage =
  'Usage: npm start -- [--port 3000] [--host 0.0.0.0]   (all else is told by environment variables)'

helpIfAsked(usage)
const signal = stopSignal()
const processes = openProcesses({})
signal.addEventListener('abort', () => void processes.stop())
try {
  const { port, host } = readOptions()
  const urls = readEnvironment()
  await assertPortFree(port, 'the portal', host)
  await tryDatabase('DATABASE_OWNER_URL', urls.ownerUrl)
  await tryDatabase('DATABASE_URL', urls.applicationUrl)
  const fault = await roleFault(urls)
  if (fault) throw new StartProblem(fault.sentence)
  await prepareDatabase(urls)
  const unset = await unsetSettings(urls.ownerUrl)
  if (unset.length > 0) {
    console.error(`The city has not set ${unset.join(', ')}; docs/going-live.md shows how.`)
  }
  await buildPortal(processes, machineEnvironment(), console.log)
  // Neither process may change tables, so neither is told how.
  const { DATABASE_OWNER_URL: _, ...environment } = process.env
  const commands = portalCommands({
    port,
    host,
    environment: { ...environment, NODE_ENV: 'production', NEXTAUTH_URL: process.env.PORTAL_URL },
  })
  for (const command of commands) await processes.start(command)
  console.log(`Portal ready: ${process.env.PORTAL_URL} (port ${port})`)
  const problem = await Promise.race([processes.failure, aborted(signal)])
  await processes.stop()
  if (problem) throw problem
  process.exit(0)
} catch (error) {
  await processes.stop()
  if (signal.aborted) process.exit(0)
  tellAndExit(error)
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } })
    return { port: readPort(values.port ?? process.env.PORT ?? '3000', 0), host: values.host ?? '0.0.0.0' }
  } catch (error) {
    throw usageProblem(error, usage)
  }
}

/** The addresses of the database, after every variable was checked: all that is wrong is told at once. */
function readEnvironment() {
  const checked = validateEnvironment(process.env)
  const faults = checked.ok ? [] : [...checked.error]
  let ownerUrl = ''
  try {
    ownerUrl = ownerEnvironment().DATABASE_OWNER_URL
  } catch {
    if (!faults.some((fault) => fault.startsWith('DATABASE_OWNER_URL'))) {
      faults.push('DATABASE_OWNER_URL is missing.')
    }
  }
  if (checked.ok) faults.push(...toys(process.env, checked.value))
  if (faults.length > 0 || !checked.ok) {
    throw new UsageProblem(
      ['The environment is not fit for people yet:', ...faults.map((line) => `- ${line}`)].join('\n'),
    )
  }
  return { applicationUrl: checked.value.DATABASE_URL, ownerUrl }
}
