import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { downloadFio } from '#lib/bank/fio/download'
import { ofAccount, statementSource } from '#lib/bank/import/source'
import { now } from '#lib/core/clock'
import { addDays, type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { log } from '#lib/core/log'
import { firstMissingDay } from './known-gap.queries.ts'
import { receiveStatements } from './receive.commands.ts'

/** The bank may book a movement some days back; days already imported are asked for again, which adds nothing. */
const overlapDays = 4
/** Further back the bank wants a stronger consent. */
const longestDays = 89

/**
 * Fetches what happened on each account whose token the city gave, and receives it like any other statement. One call
 * an account and round: the bank allows one in thirty seconds. How each ended is kept for the office. Returns how many
 * accounts answered with a statement of theirs that could be received.
 */
export async function fetchFioStatements(actor: Job): Promise<number> {
  const { FIO_URL: url, FIO_TOKENS: tokens } = env()
  let answered = 0
  for (const { account, token } of tokens) {
    try {
      if (await fetchOne(actor, { url, account, token })) answered++
    } catch (error) {
      // An answer that breaks off in the middle must not keep the other accounts from being asked.
      log.error({ error, account }, 'a statement of the bank could not be received')
      await noteFetch(account, { problem: 'unreachable' })
    }
  }
  return answered
}

async function fetchOne(
  actor: Job,
  { url, account, token }: { url: string; account: string; token: string },
): Promise<boolean> {
  // Said before the answer: from now on this is how statements of the account come.
  await noteFetch(account)
  const period = await periodOf(account)
  const downloaded = await downloadFio({ url, token }, period)
  if (!downloaded.ok) {
    log.warn({ account, problem: downloaded.error }, 'the bank gave no statement')
    await noteFetch(account, { problem: downloaded.error })
    return false
  }
  const name = `fio-${period.from}-${period.to}.json`
  const source = ofAccount(
    account,
    statementSource(name, () => downloaded.value),
  )
  const [file] = (await receiveStatements(actor, [source], { isFetched: true })).files
  if (file?.refusal) log.error({ account, refusal: file.refusal }, 'a statement of the bank was refused')
  await noteFetch(account, { problem: file?.refusal ?? null })
  return !file?.refusal
}

/** Keeps how the asking for an account ended, and since when it fails; without an end only that it is asked. */
async function noteFetch(account: string, ended?: { problem: string | null }): Promise<void> {
  const at = now().toISOString()
  const problem = ended?.problem ?? null
  const failingSince = problem === null ? null : at
  await database().execute(
    ended
      ? sql`
        insert into statement_fetch as f (bank_account, tried_at, problem, failing_since)
        values (${account}, ${at}::timestamptz, ${problem}, ${failingSince}::timestamptz)
        on conflict (bank_account) do update set tried_at = excluded.tried_at, problem = excluded.problem,
          failing_since = case when excluded.problem is null then null
                               else coalesce(f.failing_since, excluded.failing_since) end`
      : sql`
        insert into statement_fetch (bank_account, tried_at) values (${account}, ${at}::timestamptz)
        on conflict (bank_account) do update set tried_at = excluded.tried_at`,
  )
}

/**
 * From some days before the last imported one till today; a day to come is no day to go on from, wherever a statement
 * says it. While a statement of the account is held, as far back as the bank answers, so that what is missing comes. Where
 * movements are known to be missing, from the first day of theirs, again and again until they have come.
 */
async function periodOf(account: string): Promise<{ from: IsoDate; to: IsoDate }> {
  const to = pragueDate(now())
  const [last] = await database().execute<{
    day: string | null
    first_day: string | null
    is_held: boolean
  }>(sql`
    select least(max(to_on), ${to}::date)::text as day, min(from_on)::text as first_day,
           exists (select 1 from held_statement h where h.bank_account = ${account} and h.is_fetched
                      and not exists (select 1 from held_statement_decision d where d.held_id = h.id)) as is_held
      from statement_in_force where bank_account = ${account}`)
  const answered = addDays(to, -longestDays)
  // Where the account begins here, so that what comes can be held against it.
  const first = last?.first_day ? isoDate(last.first_day) : answered
  const earliest = first > answered && first < to ? first : answered
  const usual = last?.day && !last.is_held ? addDays(isoDate(last.day), -overlapDays) : earliest
  const missing = await firstMissingDay(database(), account)
  const from = missing !== null && missing < usual ? missing : usual
  return { from: from < earliest ? earliest : from, to }
}
