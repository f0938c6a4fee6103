import { type SQL, sql } from 'drizzle-orm'

/** Numbers or UUIDs of rows as SQL, for `in (…)` and `array[…]`. Must not be empty. */
export function idList(ids: readonly number[] | readonly string[]): SQL {
  const values = ids.map((id) => (typeof id === 'number' ? sql`${id}::bigint` : sql`${id}::uuid`))
  return sql.join(values, sql`, `)
}

/** The same as one parameter, for `= any(…)`: one statement serves whatever the number of rows. May be empty. */
export function idArray(ids: readonly number[] | readonly string[]): SQL {
  const type = typeof ids[0] === 'string' ? sql`uuid[]` : sql`bigint[]`
  return sql`${`{${ids.join(',')}}`}::${type}`
}
