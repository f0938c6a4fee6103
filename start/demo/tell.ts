import { peopleLines } from '#start/demo/people'
import type { Stack } from '#start/demo/stack'

/** Tells where everything of a running demo is, whom to log in as, and how it ends. */
export async function tell(
  stack: Stack,
  options: { folder: string; isGivenDatabase: boolean; isDevelopment: boolean },
): Promise<void> {
  const { folder, isGivenDatabase, isDevelopment } = options
  const beside = isGivenDatabase ? '' : `PORTAL_DATA_DIR=${shellWord(folder)} `
  const gateways = [stack.comgateUrl, stack.csobUrl, stack.gopayUrl, stack.gpwebpayUrl]
  const lines = [
    '',
    `Citizens: ${stack.portalUrl}/prihlaseni   Office: ${stack.portalUrl}/urad`,
    ...(await peopleLines()),
    '',
    `Mail: ${stack.mailUrl}   Data: ${folder}`,
    `Gateways: ${gateways.map((url) => `${url}/sandbox`).join(' ')}`,
    `Bank (send a transfer): ${stack.bankUrl}`,
    `Commands beside it: ${beside}npm run portal -- ledger verify`,
    ...(stack.portalUrl.startsWith('https:') ? secureLines(folder) : []),
    ...(isDevelopment ? developmentLines(folder) : []),
    'Ctrl-C stops everything.',
  ]
  console.log(`Portal ready: ${stack.portalUrl}\n${lines.join('\n')}`)
}

const secureLines = (folder: string) => [
  `The browser asks once whether to believe the certificate ${folder}/keys/localhost.crt.`,
]

const developmentLines = (folder: string) => [
  `Logs: ${folder}/log/portal.log and worker.log`,
  'Pages change as files of app, components and lib are saved; the worker starts anew.',
  'Stop and start again after a change in web, start, sandbox, db/migrations or the settings of Next.',
]

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
