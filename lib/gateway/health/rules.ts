/** So many checks in a row must fail before a gateway counts as broken: one lost answer is nothing. */
export const brokenAfterFailures = 3

/** A mark older than this says nothing: whoever checks has stopped, and the gateway may work again. */
export const markLifetimeMs = 10 * 60_000

/** Whether a gateway counts as broken just now. */
export const isBroken = (mark: { failures: number; checkedAt: Date }, at: Date): boolean =>
  mark.failures >= brokenAfterFailures && at.getTime() - mark.checkedAt.getTime() < markLifetimeMs
