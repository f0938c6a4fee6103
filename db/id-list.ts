import { type SQL, sql } from 'drizzle-orm'

/** Numbers or UUIDs of rows as SQL, for `in (…)` and `array[…]`. Must not be empty. */
export function idList(ids: readonly number[] | readonly string[]): SQL {
  const values = ids.map((id) => (typeof id === 'number' ? sql`${id}::bigint` : sql`${id}::uuid`))
  return sql.join(values, sql`, `)
}
