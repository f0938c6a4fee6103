import type { Payment } from '#sandbox/comgate/payments'
import { resultFields, withoutEmpty } from '#sandbox/comgate/result-fields'

const answerLimitMs = 10_000
const highestAttempt = 1000
export const defaultPushPausesMs: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

export type PushOptions = {
  pushUrl: string
  merchant: string
  secret: string
  pushPausesMs?: readonly number[] | undefined
}

export type PushSender = {
  /** Sends the result `times` at once after a delay; resolves after the first attempts, retries go on behind. */
  deliver(payment: Payment, times: number, delayMs: number): Promise<void>
  /** Goes on with pushes that a stopped process left behind. */
  resume(payment: Payment): void
  /** One attempt now, without retries; true when answered by 2xx. */
  sendOnce(payment: Payment): Promise<boolean>
  close(): void
}

/** Tells the merchant how payments ended, again and again until answered by 2xx. */
export function openPushSender(options: PushOptions, changed: (payment: Payment) => void): PushSender {
  const pausesMs = options.pushPausesMs ?? defaultPushPausesMs
  const closing = new AbortController()
  const timers = new Set<NodeJS.Timeout>()

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer.unref())
    })
  }

  async function sendOnce(payment: Payment): Promise<boolean> {
    payment.pushAttempts++
    const answer = await post(payment).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    )
    const delivered = typeof answer === 'number' && answer >= 200 && answer < 300
    payment.lastPushAnswer = answer
    if (delivered) payment.pushesDelivered++
    changed(payment)
    return delivered
  }

  async function post(payment: Payment): Promise<number> {
    const response = await fetch(options.pushUrl, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(answerLimitMs)]),
      ...pushMessage(payment, options),
    })
    await response.arrayBuffer()
    return response.status
  }

  async function sendAndRetry(payment: Payment, attempt: number): Promise<void> {
    const delivered = await sendOnce(payment)
    if (closing.signal.aborted) return
    if (delivered || attempt >= highestAttempt) {
      payment.pushesWaiting--
      changed(payment)
      return
    }
    const pauseMs = pausesMs[Math.min(attempt, pausesMs.length) - 1] ?? 60_000
    void pause(pauseMs).then(() => sendAndRetry(payment, attempt + 1))
  }

  return {
    async deliver(payment, times, delayMs) {
      payment.pushesWaiting += times
      if (delayMs > 0) await pause(delayMs)
      await Promise.all(Array.from({ length: times }, () => sendAndRetry(payment, 1)))
    },
    resume(payment) {
      for (let waiting = 0; waiting < payment.pushesWaiting; waiting++) void sendAndRetry(payment, 1)
    },
    sendOnce,
    close() {
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Body and header of the push: a form for payments created by v1.0, JSON for v2.0. */
export function pushMessage(
  payment: Payment,
  shop: { merchant: string; secret: string },
): { headers: Record<string, string>; body: string } {
  const fields = resultFields(payment, shop)
  if (payment.version === 'v1.0')
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body: new URLSearchParams(fields).toString(),
    }
  const { fullName } = payment
  return {
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(withoutEmpty({ ...fields, fullName })),
  }
}
