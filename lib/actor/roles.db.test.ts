import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testDatabase } from '#tests/db/database'
import { permissions } from './permissions.ts'

test('docs/roles.md says what the migrations leave', async () => {
  const page = readFileSync(new URL('../../docs/roles.md', import.meta.url), 'utf8')
  const [head = [], , ...rows] = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const roles = head.slice(2)
  const told = rows.flatMap(([permission = '', , ...marks]) =>
    marks.flatMap((mark, at) => (mark === '' ? [] : [`${roles[at]} ${permission.replaceAll('`', '')}`])),
  )
  const db = await testDatabase()
  const found = await db.owner<{ role: string; action: string }[]>`select role, action from role_permission`
  await db.close()
  expect(told.toSorted()).toEqual(found.map(({ role, action }) => `${role} ${action}`).toSorted())
  expect(rows.map(([permission = '']) => permission.replaceAll('`', '')).toSorted()).toEqual(
    [...permissions].toSorted(),
  )
})
