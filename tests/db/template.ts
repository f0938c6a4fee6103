import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#db/migrate'
import { seedReference } from '#db/seed/reference'
import { jobNames } from '#lib/queue/jobs'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#start/database/embedded-postgres'

declare module 'vitest' {
  interface ProvidedContext {
    superuserUrl: string
    ownerUrl: string
    applicationUrl: string
  }
}

/**
 * Before the database tests: a real PostgreSQL with one migrated database, the template from which every test
 * file clones its own.
 */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-test-'))
  const server: EmbeddedPostgres = await startEmbeddedPostgres({ folder, durable: false })
  await migrateDatabase(server.ownerUrl, server.applicationUrl, jobNames)
  const owner = postgres(server.ownerUrl, { max: 1 })
  await seedReference(owner)
  await owner.end()
  project.provide('superuserUrl', server.superuserUrl)
  project.provide('ownerUrl', server.ownerUrl)
  project.provide('applicationUrl', server.applicationUrl)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
