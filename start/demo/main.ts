import { parseArgs } from 'node:util'
import { openDataFolder } from '#start/data/data-folder'
import { givenDatabase } from '#start/database/database'
import { portFollowers } from '#start/demo/environment'
import { peopleLines } from '#start/demo/people'
import { type Stack, startStack } from '#start/demo/stack'
import { StartProblem } from '#start/machine/paths'
import { readPort } from '#start/machine/ports'
import { aborted, helpIfAsked, stopSignal, tellAndExit, usageProblem } from '#start/machine/terminal'

const usage = `Usage: npm run demo -- [--port 3000] [--data-dir FOLDER] [--fresh]
  --port      the portal's port; the nine after it are used too
  --data-dir  where the data are kept (default .data)
  --fresh     begin with new data`

helpIfAsked(usage)
const signal = stopSignal()
try {
  const options = readOptions()
  const given = givenDatabase()
  if (given && options.isFresh) {
    throw new StartProblem('--fresh does not empty the database of DATABASE_URL; empty it yourself first.')
  }
  if (given && !process.env.DATABASE_OWNER_URL) {
    console.error('DATABASE_OWNER_URL is not set: DATABASE_URL serves for both roles.')
  }
  const folder = openDataFolder(options.dataDir, process.env.PORTAL_CALLED_FROM)
  const stack = await startStack({ ...options, folder, given, durable: true, signal, say: console.log })
  await tell(stack, folder, given !== null)
  const problem = await Promise.race([stack.failure, aborted(signal)])
  await stack.stop()
  if (problem) throw problem
  console.log('Stopped.')
  process.exit(0)
} catch (error) {
  if (signal.aborted) {
    console.log('Stopped.')
    process.exit(0)
  }
  tellAndExit(error)
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, fresh: { type: 'boolean' } },
    })
    return {
      port: readPort(values.port ?? '3000', portFollowers),
      dataDir: values['data-dir'],
      isFresh: values.fresh ?? false,
    }
  } catch (error) {
    throw usageProblem(error, usage)
  }
}

async function tell(stack: Stack, folder: string, isGiven: boolean) {
  const beside = isGiven ? '' : `PORTAL_DATA_DIR=${shellWord(folder)} `
  const lines = [
    '',
    `Citizens: ${stack.portalUrl}/prihlaseni   Office: ${stack.portalUrl}/urad`,
    ...(await peopleLines()),
    '',
    `Mail: ${stack.mailUrl}   Data: ${folder}`,
    `Gateways: ${[stack.comgateUrl, stack.csobUrl, stack.gopayUrl, stack.gpwebpayUrl].map((url) => `${url}/sandbox`).join(' ')}`,
    `Bank (send a transfer): ${stack.bankUrl}`,
    `Commands beside it: ${beside}npm run portal -- ledger verify`,
    'Ctrl-C stops everything.',
  ]
  console.log(`Portal ready: ${stack.portalUrl}\n${lines.join('\n')}`)
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
