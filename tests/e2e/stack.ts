import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { openDataFolder } from '#start/data/data-folder'
import { startStack } from '#start/demo/stack'
import { allPeople } from '#tests/e2e/people'

/**
 * Before the end-to-end tests: the demo's own stack over data of its own. The tests find it by the base address,
 * its database by E2E_DATABASE_URL and E2E_DATABASE_OWNER_URL, the
 * stand-ins by E2E_COMGATE_URL and its like.
 */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'portal-e2e-'))
  // The database's system user passes through on the way to its own folder.
  chmodSync(folder, 0o755)
  const data = openDataFolder(folder)
  const people = join(folder, 'people.json')
  writeFileSync(people, JSON.stringify(allPeople()))
  const stack = await startStack({
    people,
    port: Number(process.env.E2E_PORT),
    folder: data,
    isFresh: false,
    durable: false,
    given: null,
    signal: new AbortController().signal,
    say: console.log,
  })
  await countSpareCitizens(stack.database.ownerUrl)
  process.env.E2E_DATABASE_URL = stack.database.applicationUrl
  process.env.E2E_DATABASE_OWNER_URL = stack.database.ownerUrl
  process.env.E2E_COMGATE_URL = stack.comgateUrl
  process.env.E2E_CSOB_URL = stack.csobUrl
  process.env.E2E_GOPAY_URL = stack.gopayUrl
  process.env.E2E_GPWEBPAY_URL = stack.gpwebpayUrl
  process.env.E2E_MAIL_URL = stack.mailUrl
  process.env.E2E_BANK_URL = stack.bankUrl
  // A server that ends in the middle would show as a hundred failed pages; its own words say why.
  void stack.failure.then((problem) => console.error(problem.message))
  return async () => {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Workers take the spare citizens one after another from one counter. */
async function countSpareCitizens(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1 })
  await sql`create sequence spare_citizen`
  await sql.end()
}
