import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import type { Regime } from '#lib/ledger/allocation.rules'
import { paymentsAreKnown } from '../payments-known.queries.ts'
import { mayMoveCredit } from './access.ts'
import { creditRule } from './rules.ts'

/** An account in credit beside another one of the same payer that has arrears. Amounts in haléře. */
export interface CreditBesideArrears {
  fromAccountId: number
  toAccountId: number
  fromRegime: Regime
  toRegime: Regime
  fromFeeKindCode: string
  toFeeKindCode: string
  payerId: string
  /** The payer's number in the agenda system. */
  payerExternalId: string
  creditHal: bigint
  arrearsHal: bigint
}

/**
 * Where a payer's credit stands beside arrears of a fee or a fine (§ 154 of the tax code), both kept here and not
 * stopped. What is left from childhood passed to the guardians (§ 12 of act 565/1990) and is no arrears of the payer.
 * With `onlyKnown` only arrears whose payments are known until their last day: a punctual transfer may be on its way.
 */
export async function creditBesideArrears(
  from: Transaction | Database = database(),
  { onlyKnown = false }: { onlyKnown?: boolean } = {},
): Promise<CreditBesideArrears[]> {
  const today = pragueDate(now())
  const known = onlyKnown ? sql`and ${paymentsAreKnown}` : sql``
  const rows = await from.execute<{
    from_id: string
    to_id: string
    from_regime: Regime
    to_regime: Regime
    from_kind: string
    to_kind: string
    payer_id: string
    external_id: string
    credit_hal: string
    arrears_hal: string
  }>(sql`
    select ca.id as from_id, oa.id as to_id, ck.regime as from_regime, ok.regime as to_regime,
           ck.code as from_kind, ok.code as to_kind, p.id as payer_id, p.external_id, cb.credit_hal, d.arrears_hal
      from account_balance cb
      join account ca on ca.id = cb.account_id and ca.kind = 'personal'
      join fee_kind ck on ck.code = ca.fee_kind_code and ck.posting = 'book' and ck.regime in ('local_fee', 'fine')
      join payer p on p.id = ca.payer_id and not p.allocation_stopped
      join account oa on oa.payer_id = p.id and oa.kind = 'personal' and oa.id <> ca.id
      join fee_kind ok on ok.code = oa.fee_kind_code and ok.posting = 'book' and ok.regime in ('local_fee', 'fine')
      join lateral (
        select sum(b.assessed_hal - b.paid_hal) as arrears_hal
          from assessment a join assessment_balance b on b.assessment_id = a.id and b.assessed_hal > b.paid_hal
          join fee_kind k on k.code = a.fee_kind_code
         where a.account_id = oa.id and a.last_day < ${today}::date ${known}
           and not (ok.regime = 'local_fee' and p.birth_date is not null
                    and p.birth_date + interval '18 years' > a.last_day)) d on d.arrears_hal > 0
     where cb.credit_hal > 0
     order by p.external_id, ca.id, oa.id`)
  return rows.map((row) => ({
    fromAccountId: Number(row.from_id),
    toAccountId: Number(row.to_id),
    fromRegime: row.from_regime,
    toRegime: row.to_regime,
    fromFeeKindCode: row.from_kind,
    toFeeKindCode: row.to_kind,
    payerId: row.payer_id,
    payerExternalId: row.external_id,
    creditHal: BigInt(row.credit_hal),
    arrearsHal: BigInt(row.arrears_hal),
  }))
}

/**
 * Credit beside arrears of another regime, about which an officer decides; each reading is recorded. Null for anybody who
 * may not.
 */
export async function showCreditToDecide(actor: Officer): Promise<CreditBesideArrears[] | null> {
  if (!mayMoveCredit(actor)) return null
  return database().transaction(async (tx) => {
    const all = await creditBesideArrears(tx)
    const found = all.filter((one) => creditRule(one.fromRegime, one.toRegime) === 'officer')
    const about = { action: 'credit.read', subjectKind: 'payer' } as const
    await recordReading(
      tx,
      actor,
      about,
      found.map(({ payerId }) => ({ subjectId: payerId, payerId })),
    )
    return found
  })
}
