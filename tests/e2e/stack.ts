import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from '#start/data-folder'
import { startStack } from '#start/stack'

/**
 * Before the end-to-end tests: the demo's own stack over data of its own. The tests find it by the base address,
 * its database by E2E_DATABASE_URL and E2E_DATABASE_OWNER_URL, the stand-ins by E2E_COMGATE_URL and E2E_MAIL_URL.
 */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'portal-e2e-'))
  // The database's system user passes through on the way to its own folder.
  chmodSync(folder, 0o755)
  const stack = await startStack({
    port: Number(process.env.E2E_PORT),
    folder: openDataFolder(folder),
    isFresh: false,
    durable: false,
    given: null,
    signal: new AbortController().signal,
    say: console.log,
  })
  process.env.E2E_DATABASE_URL = stack.database.applicationUrl
  process.env.E2E_DATABASE_OWNER_URL = stack.database.ownerUrl
  process.env.E2E_COMGATE_URL = stack.comgateUrl
  process.env.E2E_MAIL_URL = stack.mailUrl
  // A server that ends in the middle would show as a hundred failed pages; its own words say why.
  void stack.failure.then((problem) => console.error(problem.message))
  return async () => {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
