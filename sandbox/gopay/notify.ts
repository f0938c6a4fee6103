import type { Payment } from '#sandbox/gopay/payment'

const answerLimitMs = 10_000
const highestAttempt = 20
const defaultPausesMs: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

/** Tells the shop that something happened with a payment. */
export type Notifier = {
  /** Sends `times` at once after a delay; resolves after the first attempts, retries go on behind. */
  deliver(payment: Payment, times: number, delayMs: number): Promise<void>
  /** Goes on with notifications that a stopped process left behind. */
  resume(payment: Payment): void
  /** One attempt now, without retries; true when answered by 200. */
  sendOnce(payment: Payment): Promise<boolean>
  close(): void
}

/** Notifications by GET: the payment's number and nothing else, at most 20 times until answered by 200. */
export function openNotifier(
  changed: (payment: Payment) => void,
  pausesMs: readonly number[] = defaultPausesMs,
): Notifier {
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
    payment.notificationAttempts++
    const answer = await call(payment).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    )
    payment.lastNotificationAnswer = answer
    if (answer === 200) payment.notificationsDelivered++
    changed(payment)
    return answer === 200
  }

  async function call(payment: Payment): Promise<number> {
    const response = await fetch(withId(payment.notificationUrl, payment.id), {
      redirect: 'manual',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(answerLimitMs)]),
    })
    await response.arrayBuffer()
    return response.status
  }

  async function sendAndRetry(payment: Payment, attempt: number): Promise<void> {
    const delivered = await sendOnce(payment)
    if (closing.signal.aborted) return
    if (delivered || attempt >= highestAttempt) {
      payment.notificationsWaiting--
      changed(payment)
      return
    }
    const pauseMs = pausesMs[Math.min(attempt, pausesMs.length) - 1] ?? 60_000
    void pause(pauseMs).then(() => sendAndRetry(payment, attempt + 1))
  }

  return {
    async deliver(payment, times, delayMs) {
      payment.notificationsWaiting += times
      if (delayMs > 0) await pause(delayMs)
      await Promise.all(Array.from({ length: times }, () => sendAndRetry(payment, 1)))
    },
    resume(payment) {
      for (let waiting = 0; waiting < payment.notificationsWaiting; waiting++) void sendAndRetry(payment, 1)
    },
    sendOnce,
    close() {
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** The shop's address with the payment's number behind what it already says. */
export function withId(address: string, id: number): string {
  const url = new URL(address)
  url.searchParams.append('id', String(id))
  return url.href
}
