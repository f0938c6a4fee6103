import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '#db/client'
import { foldedText, inCzechOrder } from '#db/czech-text'
import { type TestDatabase, testDatabase } from './database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(async () => {
  await db.close()
})

const names = ['Cibulka', 'Čáp', 'Dvořák', 'Hora', 'Chalupa', 'Ivan', 'Řehák', 'Sova', 'Šíp', 'Zeman', 'Žák']

test('names stand in Czech order in a cluster whose own order is another', async () => {
  const [cluster] = await db.owner<{ own: string[] }[]>`
    select array_agg(name order by name) as own from unnest(${names}::text[]) as name`
  expect(cluster?.own).not.toEqual(names)
  const rows = await database().execute<{ name: string }>(sql`
    select name from jsonb_array_elements_text(${JSON.stringify(names.toReversed())}::jsonb) as name
     order by ${inCzechOrder(sql`name`)}`)
  expect(rows.map((row) => row.name)).toEqual(names)
})

test('one name however it is spelled folds to one text', async () => {
  const spelled = ['Řeháková', 'ŘEHÁKOVÁ', ' řeháková ', 'Řeháková'.normalize('NFD')]
  const rows = await database().execute<{ folded: string }>(sql`
    select distinct ${foldedText(sql`name`)} as folded
      from jsonb_array_elements_text(${JSON.stringify([...spelled, 'Novák  Řehák', 'NOVÁK\u00a0ŘEHÁK'])}::jsonb) as name
     order by 1`)
  expect(rows.map((row) => row.folded)).toEqual(['novák řehák', 'řeháková'])
})
