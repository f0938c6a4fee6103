import { randomUUID } from 'node:crypto'
import type { TestDatabase } from './database.ts'

interface AssessmentFacts {
  payerId?: string
  feeKindCode?: string
  period?: string
  dueOn?: string
  lastDay?: string
  component?: 'principal' | 'increase' | 'costs' | 'interest'
  parentId?: string
  legalState?: string
  variableSymbol?: string
}

/** A person nobody has heard of; returns the payer's id. */
export async function newPayer(
  db: Pick<TestDatabase, 'owner'>,
  facts: { familyName?: string; birthDate?: string } = {},
) {
  const externalId = randomUUID()
  const [row] = await db.owner<{ id: string }[]>`insert into payer
    (external_id, kind, given_name, family_name, birth_date)
    values (${externalId}, 'person', 'Jana', ${facts.familyName ?? 'Zkušební'}, ${facts.birthDate ?? '1980-02-03'})
    returning id`
  if (!row) throw new Error('no payer')
  return { payerId: row.id, externalId }
}

/** An assessment of so many crowns in the journal, of a new payer unless one is given. */
export async function newAssessment(db: TestDatabase, crowns: number, facts: AssessmentFacts = {}) {
  const payerId = facts.payerId ?? (await newPayer(db)).payerId
  const kind = facts.feeKindCode ?? 'odpad'
  const dueOn = facts.dueOn ?? '2026-05-31'
  return db.owner.begin(async (sql) => {
    const open = async (accountKind: string, owner: string | null) => {
      await sql`insert into account (kind, payer_id, fee_kind_code) values (${accountKind}, ${owner}, ${kind})
        on conflict do nothing`
      const [row] = await sql<{ id: string }[]>`select id from account where kind = ${accountKind}
        and payer_id is not distinct from ${owner}::uuid and fee_kind_code = ${kind}`
      return Number(row?.id)
    }
    const accountId = await open('personal', payerId)
    const revenueId = await open('revenue', null)
    const [claim] = await sql<{ id: string }[]>`insert into assessment
      (external_id, payer_id, fee_kind_code, account_id, period, component, parent_id, due_on, last_day, legal_state, variable_symbol)
      values (${randomUUID()}, ${payerId}, ${kind}, ${accountId}, ${facts.period ?? '2026'},
        ${facts.component ?? 'principal'}, ${facts.parentId ?? null}, ${dueOn}, ${facts.lastDay ?? dueOn},
        ${facts.legalState ?? 'expected'}, ${facts.variableSymbol ?? null}) returning id`
    const assessmentId = claim?.id ?? ''
    const [entry] = await sql<{ id: string }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
      values ('assessment', ${dueOn}, '2026-01-10', 'job', 'test', 'test') returning id`
    const entryId = Number(entry?.id)
    await sql`insert into journal_line values
      (${entryId}, 1, ${accountId}, ${assessmentId}, 'debit', ${crowns * 100}),
      (${entryId}, 2, ${revenueId}, null, null, ${-crowns * 100})`
    return { payerId, accountId, revenueId, assessmentId, entryId }
  })
}
