import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import type { HealthAnswer, PaymentGateway } from '../contract.ts'
import { configuredGateways } from '../registry.ts'
import { brokenAfterFailures } from './rules.ts'

/**
 * Asks every configured gateway whether it works and keeps the answer. A check that fails costs nobody anything; one
 * that succeeds takes the mark away at once. Returns how many did not work.
 */
export async function checkGateways(
  _actor: Job,
  gateways: readonly Pick<PaymentGateway, 'name' | 'health'>[] = configuredGateways(),
): Promise<number> {
  const answers = await Promise.all(
    gateways.map(async ({ name, health }) => ({ name, answer: await askOne(health) })),
  )
  for (const { name, answer } of answers) await keep(name, answer.kind === 'ill' ? answer.reason : null)
  return answers.filter(({ answer }) => answer.kind === 'ill').length
}

type Told = Pick<HealthAnswer, 'kind'> & { reason: string }

async function askOne(health: PaymentGateway['health']): Promise<Told> {
  try {
    const answer = await health()
    return { kind: answer.kind, reason: answer.kind === 'ill' ? answer.reason : '' }
  } catch {
    return { kind: 'ill', reason: 'the question failed' }
  }
}

async function keep(gateway: string, reason: string | null): Promise<void> {
  const ill = reason !== null
  const [mark] = await database().execute<{ failures: number }>(sql`
    insert into gateway_health (gateway, failures, ill_since, checked_at, reason)
    values (${gateway}, ${ill ? 1 : 0}, ${ill ? sql`now()` : null}, now(), ${reason?.slice(0, 200) ?? null})
    on conflict (gateway) do update
      set failures = case when excluded.failures = 0 then 0 else gateway_health.failures + 1 end,
          ill_since = case when excluded.failures = 0 then null
                           else coalesce(gateway_health.ill_since, excluded.ill_since) end,
          checked_at = excluded.checked_at, reason = excluded.reason
    returning failures`)
  if (mark?.failures === brokenAfterFailures) log.error({ gateway, reason }, 'a gateway does not work')
}
