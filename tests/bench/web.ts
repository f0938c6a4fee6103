import { rmSync } from 'node:fs'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { demoSecrets } from '#start/data/secrets'
import { prepareDatabase } from '#start/database/database'
import { markDemo } from '#start/database/demo-database'
import { comgateMerchant, portFollowers } from '#start/demo/environment'
import { startStack } from '#start/demo/stack'
import { freePortRow } from '#start/machine/ports'
import { openProcesses } from '#start/processes/processes'
import { startBareApp } from '#tests/bench/bare'
import type { Figure } from '#tests/bench/figure'
import { runImport, writeAssessments } from '#tests/bench/import-file'
import { measureNotifications } from '#tests/bench/notification'
import { measureOverview } from '#tests/bench/overview'
import { person, personCsv } from '#tests/bench/person'
import { measureScripts } from '#tests/bench/script-size'
import { signIn } from '#tests/bench/session'
import type { Surroundings } from '#tests/bench/surroundings'
import { insertWaitingPayments, inventPayments, writeGatewayState } from '#tests/bench/waiting-payments'

export type WebFigure = 'overview' | 'notification' | 'javascript'

interface Options {
  only: readonly WebFigure[]
  rounds: number
  seconds: number
  connections: number
  assessments: number
  notifications: number
  signal: AbortSignal
  say: (line: string) => void
}

/** Everything measured on the running portal, over a database full of a city's assessments. */
export async function measureWeb(surroundings: Surroundings, options: Options): Promise<Figure[]> {
  const { only, say } = options
  const { folder, server } = surroundings
  const payments = inventPayments(only.includes('notification') ? options.notifications * options.rounds : 0)
  await prepareDatabase(server)
  const port = await freePortRow(portFollowers + 2)
  const owner = postgres(server.ownerUrl, { max: 2, onnotice: () => {} })
  await markDemo(owner)
  const processes = openProcesses({ logFolder: join(folder, 'log') })
  writeGatewayState(join(folder, 'comgate.jsonl'), payments)
  // Confirmations of an earlier run would only be read again.
  rmSync(join(folder, 'mail'), { recursive: true, force: true })
  const stack = await startStack({
    port,
    folder,
    isFresh: false,
    durable: true,
    given: server,
    signal: options.signal,
    say,
  })
  try {
    await fillDatabase(surroundings, owner, options)
    await insertWaitingPayments(owner, payments)
    await owner`vacuum analyze`
    const bare = await startBareApp(processes, {
      port: port + portFollowers + 1,
      ownerUrl: server.ownerUrl,
      say,
    })
    const secrets = demoSecrets(folder)
    const signedIn = await signIn(owner, secrets.citizenSession)
    await surroundings.settle()

    const overview = { url: `${stack.portalUrl}/prehled`, headers: { ...signedIn } }
    const figures: Figure[] = []
    if (only.includes('javascript')) {
      const login = { url: `${stack.portalUrl}/prihlaseni`, headers: {} }
      const empty = { url: bare.emptyUrl, headers: {} }
      figures.push(...(await measureScripts({ login, overview, empty })))
    }
    if (only.includes('overview')) {
      say('Measuring the overview …')
      const bareOverview = { url: bare.overviewUrl, headers: {} }
      figures.push(...(await measureOverview({ ...options, portal: overview, bare: bareOverview })))
    }
    if (only.includes('notification')) {
      say('Measuring notifications …')
      figures.push(
        await measureNotifications({
          owner,
          notificationUrl: `${stack.portalUrl}/api/gateways/comgate/notifications`,
          insertUrl: bare.insertUrl,
          shop: { merchant: comgateMerchant, secret: secrets.comgate },
          rounds: Array.from({ length: options.rounds }, (_, round) =>
            payments.slice(round * options.notifications, (round + 1) * options.notifications),
          ),
          concurrency: options.connections,
          say,
        }),
      )
    }
    return figures
  } finally {
    await processes.stop()
    await stack.stop()
    await owner.end({ timeout: 5 })
  }
}

async function fillDatabase({ folder, server }: Surroundings, owner: Sql, { assessments, say }: Options) {
  const [known] = await owner`select 1 from payer where external_id = ${person.payerNumber}`
  if (known) return
  say(`Importing ${assessments} assessments …`)
  const file = join(folder, 'assessments.csv')
  await writeAssessments(file, assessments, personCsv())
  await runImport({ file, folder, applicationUrl: server.applicationUrl })
  rmSync(file)
}
