import postgres, { type Sql } from 'postgres'
import { databasePlace, tryDatabase } from '#start/database/database'
import { type DatabaseUrls, roleFault } from '#start/database/roles'
import { StartProblem } from '#start/machine/paths'

/** The row of `city_setting` by which the demonstration knows a database it fills; nothing else reads it. */
const mark = 'demonstration'

/**
 * Lets the demonstration into a database of somebody else only where it is empty or marked as its own, and writes
 * nothing there. Throws a StartProblem; says aloud what works and should be otherwise.
 */
export async function admitDemo(given: DatabaseUrls, say: (line: string) => void): Promise<void> {
  await Promise.all([
    tryDatabase('DATABASE_URL', given.applicationUrl),
    tryDatabase('DATABASE_OWNER_URL', given.ownerUrl),
  ])
  const fault = await roleFault(given)
  if (fault && !fault.isWorking) throw new StartProblem(fault.sentence)
  const sql = postgres(given.ownerUrl, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    if (!(await isEmpty(sql)) && !(await isMarked(sql))) {
      throw new StartProblem(
        `The database ${databasePlace(given.ownerUrl)} holds data that are not the demonstration's, so it is not touched; name an empty one, or unset DATABASE_URL and DATABASE_OWNER_URL.`,
      )
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
  if (fault) say(`${fault.sentence} Until then the guards of rights do not hold.`)
}

/** Marks the database as the demonstration's, before the first of its data. */
export async function markDemo(owner: Sql): Promise<void> {
  await owner`insert into city_setting (key, value, valid_from)
    select ${mark}, 'true', '2020-01-01' where not exists (select 1 from city_setting where key = ${mark})`
}

async function isEmpty(sql: Sql): Promise<boolean> {
  const [found] = await sql`
    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname <> 'information_schema'
       and n.nspname !~ '^pg_' and not exists (
         select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     limit 1`
  return found === undefined
}

async function isMarked(sql: Sql): Promise<boolean> {
  const [settings] = await sql`select 1 where to_regclass('public.city_setting') is not null`
  if (!settings) return false
  const [marked] = await sql`select 1 from city_setting where key = ${mark}`
  return marked !== undefined
}
