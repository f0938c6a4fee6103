import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { importLock } from '#lib/bank/import/import.commands'
import { bookAnew, type CorrectedKind, takeOutEntry } from '#lib/bank/import/take-out.commands'
import { fail, ok, type Result } from '#lib/core/result'
import { mayMatch } from '#lib/matching/access'
import { followReceived } from './receive.commands.ts'

export type CorrectProblem =
  | 'amount_changed'
  | 'no_reason'
  | 'same_kind'
  | 'wrong_direction'
  | 'no_gateway'
  | 'takes_back'
  | 'taken_back'
  | 'matched'
  | 'refund_line'

/**
 * Says that a bank entry is something else than the rules took it for: what was booked is reversed, and it is booked anew
 * as what it is. A receipt then waits for its payer or is matched like any other. Null for anybody who may not, and for
 * what is not there.
 */
export async function correctKind(
  actor: Officer,
  wish: {
    bankEntryId: number
    kind: CorrectedKind
    gateway: string | null
    /** Without its sign, as the officer saw it. */
    seenAmountHal: bigint
    reason: string
  },
): Promise<Result<{ bankEntryId: number }, CorrectProblem> | null> {
  if (!mayMatch(actor)) return null
  const { bankEntryId, kind, seenAmountHal } = wish
  const gateway = kind === 'gateway_payout' ? wish.gateway : null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  if (kind === 'gateway_payout' && !gateway) return fail('no_gateway')
  const done = await database().transaction(
    async (tx): Promise<Result<{ bankEntryId: number }, CorrectProblem> | null> => {
      await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
      const [entry] = await tx.execute<{
        amount_hal: string
        kind: string
        gateway: string | null
        is_taken_back: boolean
        is_matched: boolean
        serves_refund: boolean
      }>(sql`
        select b.amount_hal, b.kind,
               (select a.gateway from journal_line l join account a on a.id = l.account_id
                 where l.entry_id = b.journal_entry_id and a.kind = 'gateway_clearing') as gateway,
               b.reverses_bank_entry_id is not null
                 or exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id) as is_taken_back,
               (select count(*) % 2 = 1 from bank_match m where m.bank_entry_id = b.id) as is_matched,
               exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
                 -- What left with a refund's number is decided about by whoever decides about refunds.
                 or b.amount_hal < 0 and exists (select 1 from refund r where r.reference = b.variable_symbol) as serves_refund
          from bank_entry b where b.id = ${bankEntryId}`)
      if (!entry) return null
      const amountHal = BigInt(entry.amount_hal)
      if (amountHal !== seenAmountHal && amountHal !== -seenAmountHal) return fail('amount_changed')
      if (entry.kind === 'reversal' || entry.kind === 'withdrawal') return fail('takes_back')
      if (entry.is_taken_back) return fail('taken_back')
      if (entry.kind === kind && entry.gateway === gateway) return fail('same_kind')
      if (kind === 'receipt' ? amountHal < 0n : kind === 'outgoing' && amountHal > 0n) {
        return fail('wrong_direction')
      }
      if (entry.is_matched) return fail('matched')
      if (entry.serves_refund) return fail('refund_line')
      await takeOutEntry(tx, actor, bankEntryId)
      const newId = await bookAnew(tx, actor, bankEntryId, { kind, gateway })
      await appendAudit(tx, actor, {
        action: 'bank_entry.kind_corrected',
        subjectKind: 'bank_entry',
        subjectId: String(bankEntryId),
        details: { from: entry.kind, to: kind, gateway, bankEntryId: newId, reason },
      })
      return ok({ bankEntryId: newId })
    },
  )
  if (done?.ok) await followReceived(actor)
  return done
}
