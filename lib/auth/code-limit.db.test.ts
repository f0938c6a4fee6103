import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { setEnvironment } from '#lib/core/env'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { countCode } from './code-limit.commands.ts'

let db: TestDatabase
// The library looks at the real clock for what has lapsed.
let atMs = Date.now()
beforeAll(async () => {
  db = await testDatabase()
  setEnvironment({ CITIZEN_SESSION_SECRET: 'x'.repeat(40) } as Parameters<typeof setEnvironment>[0])
  setClock(() => instantAt(atMs))
})
afterEach(() => {
  atMs += 3_600_000
})
afterAll(async () => {
  setClock(null)
  setEnvironment(null)
  await db.close()
})

let number = 0
const type = (network: string, work = '', code = `code-${number++}`) =>
  countCode({ page: 'overit', network, code, work })

/** How many of so many are looked up at once. */
async function lookedUp(network: string, times: number): Promise<number> {
  const asked = await Promise.all(Array.from({ length: times }, () => type(network)))
  return asked.filter((work) => work === null).length
}

async function solved(challenge: NonNullable<Awaited<ReturnType<typeof type>>>): Promise<string> {
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) })
}

test('a guesser is slowed, others of other networks are not, and a minute later it begins anew', async () => {
  expect(await lookedUp('a', 40)).toBe(10)
  expect(await lookedUp('b', 10)).toBe(10)
  atMs += 59_000
  expect(await type('a')).not.toBeNull()
  atMs += 2_000
  expect(await lookedUp('a', 40)).toBe(10)
  // A clock set back must not close the page for good.
  atMs -= 86_400_000
  expect(await type('a')).toBeNull()
  atMs += 86_400_000
})

test('whoever has worked is let in, once for each piece of work', async () => {
  await lookedUp('c', 10)
  const work = await type('c')
  if (!work) throw new Error('nothing was asked for')
  const done = await solved(work)
  expect(await type('c', done)).toBeNull()
  expect(await type('c', done)).not.toBeNull()
  const again = await type('c')
  expect(again && (await type('d', await solved(again)))).toBeNull()
})

test('work of somebody else’s making, work not done and work of yesterday open nothing', async () => {
  await lookedUp('e', 10)
  const work = await type('e')
  if (!work) throw new Error('nothing was asked for')
  const done = JSON.parse(await solved(work))
  const easier = {
    ...done,
    challenge: { ...done.challenge, parameters: { ...work.parameters, keyPrefix: '00' } },
  }
  for (const handed of [
    easier,
    { ...done, solution: { ...done.solution, derivedKey: '00' } },
    { challenge: work },
    null,
  ]) {
    expect(await type('e', JSON.stringify(handed))).not.toBeNull()
  }
})

test('one code hammered on from many networks is slowed too', async () => {
  const asked = []
  for (let network = 0; network < 25; network++) asked.push(await type(`f${network}`, '', 'one'))
  expect(asked.filter((work) => work === null)).toHaveLength(20)
})

test('what was typed long ago is forgotten', async () => {
  await type('g')
  const kept = async () => Number((await db.owner`select count(*) from code_try`)[0]?.count)
  for (let round = 0; round < 5; round++) {
    atMs += 3_600_001
    await type('h')
  }
  expect(await kept()).toBeLessThan(10)
})
