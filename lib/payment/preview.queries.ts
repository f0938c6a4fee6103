import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { idList } from '#db/id-list'
import type { Citizen } from '#lib/actor/actor'
import type { ClaimLabel, ClaimView } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { readAccounts } from '#lib/ledger/accounts.queries'
import type { Component } from '#lib/ledger/allocation.rules'
import { type Preview, previewPayment } from './preview.rules.ts'

/** Where the crowns would go if the citizen paid these visible claims now. */
export async function readPreview(
  _actor: Citizen,
  claims: readonly ClaimView[],
  today: IsoDate,
): Promise<Preview & { labels: Map<string, ClaimLabel> }> {
  const accounts = await readAccounts(database(), [...new Set(claims.map((claim) => claim.accountId))])
  const preview = previewPayment(claims, accounts, today)
  return { ...preview, labels: await readLabels(preview.parts.map((part) => part.assessmentId)) }
}

/** Names of claims the money will lie on, which may be others than were chosen. */
async function readLabels(assessmentIds: readonly string[]): Promise<Map<string, ClaimLabel>> {
  if (assessmentIds.length === 0) return new Map()
  const rows = await database().execute<{
    id: string
    name: string
    period: string
    component: Component
  }>(sql`
    select a.id, k.name, a.period, a.component from assessment a join fee_kind k on k.code = a.fee_kind_code
     where a.id in (${idList(assessmentIds)})`)
  return new Map(
    rows.map((row) => [row.id, { feeKindName: row.name, period: row.period, component: row.component }]),
  )
}
