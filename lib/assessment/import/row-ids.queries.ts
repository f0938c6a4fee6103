import { type SQL, sql } from 'drizzle-orm'
import { now } from '#lib/core/clock'

/**
 * An expression that makes a new identifier for each staged row: UUID version 7 with the row's number as its
 * counter, so that a large file goes into the indexes from left to right. The server may be older than its own
 * function for that.
 */
export function newRowId(row: SQL): SQL {
  const time = now().getTime().toString(16).padStart(12, '0')
  const prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`
  const digits = sql`lpad(to_hex(${row}), 8, '0')`
  return sql`(${prefix}::text || substr(${digits}, 1, 3) || '-8' || substr(${digits}, 4, 3) || '-'
    || substr(${digits}, 7, 2) || substr(gen_random_uuid()::text, 27))::uuid`
}
