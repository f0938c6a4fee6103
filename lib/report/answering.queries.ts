import { askInTime } from '#db/pulse'
import { now } from '#lib/core/clock'
import { env } from '#lib/core/env'

const keptForMs = 250
/** A page has two seconds in all. */
const answerWithinMs = 1200

let last: { answers: Promise<boolean>; at: number } | null = null

/**
 * Whether the database answers now, found out within little more than a second and known for a quarter of one. Also a balancer that takes
 * connections and has no server behind it is silent.
 */
export function databaseAnswers(): Promise<boolean> {
  const at = now().getTime()
  if (last && at - last.at < keptForMs && at >= last.at) return last.answers
  const answers = askInTime(env().DATABASE_URL, (sql) => sql`select 1`.simple(), answerWithinMs).then(
    () => true,
    () => false,
  )
  last = { answers, at }
  return answers
}
