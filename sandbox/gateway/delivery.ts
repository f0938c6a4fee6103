/** One way of telling the shop about a payment: what a message is, and where its attempts are counted. */
export type Messages<Payment> = {
  /** Sends one message and counts it; true when the shop took it. */
  sendOnce(payment: Payment, signal: AbortSignal): Promise<boolean>
  /** Adds to the messages that are still owed, and notes the payment down. */
  addWaiting(payment: Payment, change: number): void
  waiting(payment: Payment): number
  highestAttempt: number
  pausesMs: readonly number[]
}

export type Delivery<Payment> = {
  /** Sends `times` at once after a delay; resolves after the first attempts, retries go on behind. */
  deliver(payment: Payment, times: number, delayMs: number): Promise<void>
  /** Goes on with messages that a stopped process left behind. */
  resume(payment: Payment): void
  /** One attempt now, without retries; true when the shop took it. */
  sendOnce(payment: Payment): Promise<boolean>
  close(): void
}

const answerLimitMs = 10_000
export const defaultPausesMs: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

/** The status of the shop's answer, or why there was none. */
export async function ask(address: string, init: RequestInit, signal: AbortSignal): Promise<number | string> {
  try {
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]),
    })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Tells the shop again and again, with growing pauses, until it takes the message or the attempts are used up. */
export function openDelivery<Payment>(messages: Messages<Payment>): Delivery<Payment> {
  const { highestAttempt, pausesMs } = messages
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

  const sendOnce = (payment: Payment) => messages.sendOnce(payment, closing.signal)

  async function sendAndRetry(payment: Payment, attempt: number): Promise<void> {
    const isTaken = await sendOnce(payment)
    if (closing.signal.aborted) return
    if (isTaken || attempt >= highestAttempt) return messages.addWaiting(payment, -1)
    const pauseMs = pausesMs[Math.min(attempt, pausesMs.length) - 1] ?? 60_000
    void pause(pauseMs).then(() => sendAndRetry(payment, attempt + 1))
  }

  return {
    async deliver(payment, times, delayMs) {
      messages.addWaiting(payment, times)
      if (delayMs > 0) await pause(delayMs)
      await Promise.all(Array.from({ length: times }, () => sendAndRetry(payment, 1)))
    },
    resume(payment) {
      for (let sent = messages.waiting(payment); sent > 0; sent--) void sendAndRetry(payment, 1)
    },
    sendOnce,
    close() {
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
