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
 * an account and round: the bank allows one in thirty seconds. Returns how many accounts answered with a
 * statement of theirs that could be received.
 */
export async function fetchFioStatements(actor: Job): Promise<number> {
  const { FIO_URL: url, FIO_TOKENS: tokens } = env()
  let answered = 0
  for (const { account, token } of tokens) {
    const period = await periodOf(account)
    const downloaded = await downloadFio({ url, token }, period)
    if (!downloaded.ok) {
      log.warn({ account, problem: downloaded.error }, 'the bank gave no statement')
      continue
    }
    const name = `fio-${period.from}-${period.to}.json`
    const source = ofAccount(
      account,
      statementSource(name, () => downloaded.value),
    )
    const [file] = (await receiveStatements(actor, [source])).files
    if (file?.refusal) log.error({ account, refusal: file.refusal }, 'a statement of the bank was refused')
    else answered++
  }
  return answered
}

/**
 * From some days before the last imported one till today; where movements are known to be missing, from the first day of
 * theirs, again and again until they have come.
 */
async function periodOf(account: string): Promise<{ from: IsoDate; to: IsoDate }> {
  const to = pragueDate(now())
  const [last] = await database().execute<{ day: string | null }>(sql`
    select max(to_on)::text as day from bank_statement where bank_account = ${account}`)
  const earliest = addDays(to, -longestDays)
  const usual = last?.day ? addDays(isoDate(last.day), -overlapDays) : earliest
  const missing = await firstMissingDay(database(), account)
  const from = missing !== null && missing < usual ? missing : usual
  return { from: from < earliest ? earliest : from, to }
}
