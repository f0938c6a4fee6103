import { randomUUID } from 'node:crypto'
import { makeOfficer, type Officer } from '#lib/actor/actor'
import { assignReceipt } from '#lib/matching/assign.commands'
import { undoMatch } from '#lib/matching/undo.commands'
import { approveRefund, rejectRefund } from '#lib/refund/decide.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { resolveByTwo } from '#tests/fixtures/refunds'
import type { Chance } from '#tests/soak/random'
import type { World } from '#tests/soak/world'

/** Two people of the office, so that each can approve what the other proposed. */
export type Officers = readonly [Officer, Officer]

export async function hireOfficers(world: World): Promise<Officers> {
  const hire = async (name: string) => {
    const [row] = await world.owner<{ id: string }[]>`
      insert into identity (realm, issuer, subject, given_name, family_name)
      values ('office', 'https://soak.invalid', ${randomUUID()}, ${name}, 'Úřední') returning id`
    return makeOfficer({
      identityId: row?.id ?? '',
      sessionId: randomUUID(),
      name,
      roles: ['clerk', 'accountant'],
      permissions: new Set([
        'refunds.propose',
        'refunds.approve',
        'statements.read',
        'statements.import',
      ] as const),
    })
  }
  return [await hire('Eva'), await hire('Adam')]
}

/** Some of the money without a claim goes back to who paid it; sometimes two people decide at once. */
export async function refundSomething(
  world: World,
  [first, second]: Officers,
  chance: Chance,
): Promise<void> {
  const rows = await world.owner<
    { account_id: string; credit_hal: string; attempt_id: string; payer_id: string }[]
  >`
    select ac.id as account_id, b.credit_hal, t.id as attempt_id, ac.payer_id
      from account_balance b join account ac on ac.id = b.account_id
      join payment_order_item i on i.account_id = ac.id
      join payment_attempt t on t.order_id = i.order_id and t.state = 'paid'
     where b.credit_hal > 0 order by random() limit 1`
  const [row] = rows
  if (!row) return
  const creditHal = BigInt(row.credit_hal)
  const amountHal = chance.happens(0.5) ? creditHal : (creditHal * BigInt(chance.between(1, 99))) / 100n
  if (amountHal <= 0n) return
  const proposed = await proposeRefund(first, {
    accountId: Number(row.account_id),
    ground: 'credit',
    entitled: { payerId: row.payer_id },
    amountHal,
    seenCreditHal: creditHal,
    to: { attemptId: row.attempt_id },
    exceptionalReason: 'zkouška',
  })
  if (!proposed?.ok) return
  const { refundId } = proposed.value
  if (chance.happens(0.1)) {
    await rejectRefund(second, { refundId, reason: 'zkouška' })
    return
  }
  const approve = () => approveRefund(second, { refundId, seenAmountHal: amountHal })
  await Promise.all(chance.happens(0.4) ? [approve(), approve()] : [approve()])
}

/** A waiting receipt is laid on somebody by hand, or a match is taken back. */
export async function decideReceipt(world: World, [officer]: Officers, chance: Chance): Promise<void> {
  const isUndo = chance.happens(0.4)
  const [met] = await world.owner<{ id: string; amount_hal: string }[]>`
    select id, amount_hal from bank_entry b where kind = 'receipt'
       and (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = ${isUndo ? 1 : 0}
     order by random() limit 1`
  if (!met) return
  const seen = { bankEntryId: Number(met.id), seenAmountHal: BigInt(met.amount_hal), reason: 'zkouška' }
  if (isUndo) {
    await undoMatch(officer, seen)
    return
  }
  const payers = await world.owner<{ payer_id: string; fee_kind_code: string }[]>`
    select payer_id, fee_kind_code from account where kind = 'personal' and fee_kind_code in ('odpad', 'pes')
     order by random() limit ${chance.between(1, 3)}`
  const shareHal = seen.seenAmountHal / BigInt(Math.max(payers.length, 1))
  const restHal = seen.seenAmountHal - shareHal * BigInt(payers.length - 1)
  const parts = payers.map(({ payer_id, fee_kind_code }, index) => ({
    payerId: payer_id,
    feeKindCode: fee_kind_code,
    amountHal: index === 0 ? restHal : shareHal,
  }))
  await assignReceipt(officer, { ...seen, parts })
}

/** Two officers say of a refund of unknown outcome what the gateway's own list says. */
export async function resolve(
  officers: readonly [Officer, Officer],
  refundId: string,
  isDone: boolean,
): Promise<void> {
  const wish = { refundId, outcome: isDone ? 'done' : 'failed', reason: 'výpis brány' } as const
  const resolved = await resolveByTwo(officers, wish)
  if (!resolved?.ok) throw new Error(`The refund ${refundId} could not be resolved: ${resolved?.error}`)
}
