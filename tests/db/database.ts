import { randomBytes } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { inject } from 'vitest'
import { connectDatabase, type Database, disconnectDatabase } from '#db/client'

/** A database of one test file, cloned from the migrated template. */
export interface TestDatabase {
  /** Connected as the application's role, as the portal is. */
  database: Database
  /** Connected as the owner, to try what the application may not and to look where it may not. */
  owner: Sql
  applicationUrl: string
  ownerUrl: string
  close(): Promise<void>
}

export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const superuser = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
  await superuser.unsafe(`create database ${name} template portal owner portal_owner`)
  const within = (url: string) => url.replace(/\/portal$/, `/${name}`)
  const applicationUrl = within(inject('applicationUrl'))
  const ownerUrl = within(inject('ownerUrl'))
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} })
  return {
    database: connectDatabase(applicationUrl, { max: 20 }),
    owner,
    applicationUrl,
    ownerUrl,
    async close() {
      await disconnectDatabase()
      await owner.end({ timeout: 1 })
      await superuser.unsafe(`drop database ${name} with (force)`)
      await superuser.end({ timeout: 1 })
    },
  }
}
