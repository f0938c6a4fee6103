import type { IsoDate } from '#lib/core/dates'
import type { AccountState } from './accounts.queries.ts'
import { type Allocation, allocate } from './allocation.rules.ts'
import type { Line } from './post.commands.ts'

/** Part of a payment meant for one personal account, and the claims its payer had in mind. */
export interface Share {
  accountId: number
  amountHal: bigint
  chosenIds: readonly string[]
}

/**
 * How a share lies on its account: by law (§ 152 of the tax code, §§ 1932–1933 of the civil code), or wholly as credit
 * where allocation is stopped.
 */
export function layShare(state: AccountState, share: Share, effectiveOn: IsoDate): Allocation {
  if (state.allocationStopped) return { parts: [], creditHal: share.amountHal }
  return allocate({
    regime: state.regime,
    claims: state.claims,
    amountHal: share.amountHal,
    effectiveOn,
    chosenIds: share.chosenIds,
  })
}

/** The credit-side lines of one account (§ 149 of the tax code) for an allocation; they sum to minus the share. */
export function creditLines(accountId: number, allocation: Allocation): Line[] {
  const lines: Line[] = allocation.parts.map((part) => ({
    accountId,
    side: 'credit',
    assessmentId: part.assessmentId,
    amountHal: -part.amountHal,
  }))
  if (allocation.creditHal > 0n) lines.push({ accountId, side: 'credit', amountHal: -allocation.creditHal })
  return lines
}

/**
 * Lines that lay an account's credit on its open claims (§ 154 of the tax code): the credit without a claim falls, the
 * paid side of the claims rises. Empty where there is nothing to move.
 */
export function creditRelayLines(state: AccountState, effectiveOn: IsoDate): Line[] {
  if (state.allocationStopped || state.creditHal === 0n) return []
  const { parts } = allocate({
    regime: state.regime,
    claims: state.claims,
    amountHal: state.creditHal,
    effectiveOn,
  })
  const movedHal = parts.reduce((sumHal, part) => sumHal + part.amountHal, 0n)
  if (movedHal === 0n) return []
  const { accountId } = state
  return [
    { accountId, side: 'credit', amountHal: movedHal },
    ...creditLines(accountId, { parts, creditHal: 0n }),
  ]
}
