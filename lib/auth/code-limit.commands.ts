import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { instantAt, now } from '#lib/core/clock'
import { hashToken } from '#lib/core/ids'
import { isDone, newWork, type Work } from './proof-of-work.ts'

/** So many codes a minute are more than the people of one network type. */
const codesOfNetworkAMinute = 10
/** So often a minute one code is typed only by somebody who hammers on it from many networks. */
const timesOfCodeAMinute = 20
const minuteMs = 60_000
const forgottenAfterMs = 60 * minuteMs
const forgottenAtOnce = 50

/** Who types which code where; what was done for it, where work was asked for before. */
export interface CodeTry {
  /** The page that takes the code: each counts for itself. */
  page: string
  network: string
  code: string
  work: string
}

/**
 * Counts one more code typed by anybody. Null where it may be looked up, else the work to be done first. A guesser waits for
 * work again and again; nobody is ever turned away, and what others type in another network costs one nothing. The count is
 * one for all processes.
 */
export async function countCode(tried: CodeTry): Promise<Work | null> {
  const [network, code] = [
    `${tried.page}:network:${tried.network}`,
    `${tried.page}:code:${hashToken(tried.code)}`,
  ]
  const counted = await count([network, code])
  const isHot =
    (counted.get(network) ?? 0) > codesOfNetworkAMinute || (counted.get(code) ?? 0) > timesOfCodeAMinute
  if (!isHot) return null
  const done = await isDone(tried.work)
  // One piece of work opens one door once.
  if (done && (await count([`${tried.page}:work:${hashToken(done)}`])).values().next().value === 1)
    return null
  return newWork()
}

/** Counts each once more, all in one order so that none waits for another in a circle. */
async function count(keys: readonly string[]): Promise<Map<string, number>> {
  const atMs = now().getTime()
  const at = now().toISOString()
  const since = instantAt(atMs - minuteMs).toISOString()
  await database().execute(sql`
    delete from code_try where key in (
      select key from code_try where since < ${instantAt(atMs - forgottenAfterMs).toISOString()}::timestamptz
       limit ${forgottenAtOnce} for update skip locked)`)
  const isOfThisMinute = sql`code_try.since > ${since}::timestamptz and code_try.since <= ${at}::timestamptz`
  const counted = await database().execute<{ key: string; tries: number }>(sql`
    insert into code_try (key, since, tries)
    select key, ${at}::timestamptz, 1 from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as k (key)
    on conflict (key) do update
       set since = case when ${isOfThisMinute} or code_try.key like '%:work:%' then code_try.since else excluded.since end,
           tries = case when ${isOfThisMinute} or code_try.key like '%:work:%' then code_try.tries + 1 else 1 end
    returning key, tries`)
  return new Map(counted.map(({ key, tries }) => [key, tries]))
}
