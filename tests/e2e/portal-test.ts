import { test as base, expect } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { connectDatabase, disconnectDatabase } from '#db/client'
import { type Fee, importFees } from '#tests/e2e/fees'
import { spareCitizen } from '#tests/e2e/people'

export { expect }

/** Somebody to log in as, whose fees only this test knows. */
interface TestCitizen {
  fullName: string
  givenName: string
  familyName: string
  birthDate?: string | undefined
  email: string
  payerId: string
}

interface TestFixtures {
  /** Makes a citizen with these fees, by the office's own import. */
  newCitizen: (fees?: readonly Fee[]) => Promise<TestCitizen>
  /** What browsers are allowed to complain about in this test; anything else fails it. */
  allowedComplaints: RegExp[]
  /** Says that nobody else may use the gateway while this test misuses it. */
  gatewayIsMine: boolean
  complaints: undefined
  gatewayTurn: undefined
}

interface WorkerFixtures {
  /** The database, as its owner. */
  sql: Sql
}

const gatewayLock = 20_260_601

export const test = base.extend<TestFixtures, WorkerFixtures>({
  sql: [
    // biome-ignore lint/correctness/noEmptyPattern: the library reads the needs of a fixture from this pattern
    async ({}, use) => {
      const sql = postgres(process.env.E2E_DATABASE_OWNER_URL ?? '', { max: 3, onnotice: () => {} })
      connectDatabase(process.env.E2E_DATABASE_URL ?? '', { max: 2 })
      await use(sql)
      await disconnectDatabase()
      await sql.end()
    },
    { scope: 'worker' },
  ],

  newCitizen: async ({ sql }, use) => {
    await use(async (fees = []) => {
      const [row] = await sql<{ number: string }[]>`select nextval('spare_citizen') as number`
      const person = spareCitizen(Number(row?.number))
      if (fees.length > 0) await importFees(person, fees)
      return { ...person, fullName: `${person.givenName} ${person.familyName}` }
    })
  },

  allowedComplaints: [[], { option: true }],
  gatewayIsMine: [false, { option: true }],

  /** A browser that complains (a script failed, the policy blocked something) fails the test. */
  complaints: [
    async ({ context, baseURL, allowedComplaints }, use) => {
      const heard: string[] = []
      const ours = (address: string) => address === '' || address.startsWith(baseURL ?? '')
      context.on('console', (message) => {
        if (message.type() !== 'error' || !ours(message.location().url)) return
        heard.push(`${message.text()} ${message.location().url}`)
      })
      context.on('weberror', (error) => heard.push(String(error.error())))
      await use(undefined)
      const unexpected = heard.filter((text) => !allowedComplaints.some((allowed) => allowed.test(text)))
      expect(unexpected, 'what the browser complained about').toEqual([])
    },
    { auto: true },
  ],

  /** The gateway's misbehaviour is set for „the next payment“ of anybody, so such a test waits for its turn. */
  gatewayTurn: [
    async ({ sql, gatewayIsMine }, use) => {
      const line = await sql.reserve()
      if (gatewayIsMine) await line`select pg_advisory_lock(${gatewayLock})`
      else await line`select pg_advisory_lock_shared(${gatewayLock})`
      await use(undefined)
      await line`select pg_advisory_unlock_all()`
      line.release()
    },
    { auto: true },
  ],
})
