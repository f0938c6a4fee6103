import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'

const flushPauseMs = 50

/** Where changes of payments are noted down. */
type StateFile<Payment> = { note(payment: Payment): void; close(): Promise<void> }

/**
 * Payments from a JSON lines file, one whole payment a line; the last line of a payment counts.
 * A line torn by a crash is skipped. A missing file is an empty one.
 */
export function readStateFile<Payment>(path: string, idOf: (payment: Payment) => string): Payment[] {
  const payments = new Map<string, Payment>()
  for (const line of textOf(path).split('\n')) {
    try {
      const payment = JSON.parse(line) as Payment
      payments.set(idOf(payment), payment)
    } catch {
      // Only the last line can be torn, and its payment is then known from an earlier line or lost with the crash.
    }
  }
  return [...payments.values()]
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** Shortens the file to the given payments and then appends changes in batches, off the path of replies. */
export function openStateFile<Payment>(path: string, payments: readonly Payment[]): StateFile<Payment> {
  writeFileSync(`${path}.new`, linesOf(payments))
  renameSync(`${path}.new`, path)
  const changed = new Set<Payment>()
  let writing: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  async function flush() {
    timer = null
    await writing
    if (changed.size === 0) return
    const lines = linesOf([...changed])
    changed.clear()
    writing = appendFile(path, lines).catch((error) => console.error('State file cannot be written:', error))
    await writing
  }

  return {
    note(payment) {
      changed.add(payment)
      timer ??= setTimeout(flush, flushPauseMs)
    },
    async close() {
      if (timer !== null) clearTimeout(timer)
      await flush()
      // Another flush may have taken the last changes while this one waited.
      await writing
    },
  }
}

const linesOf = (payments: readonly unknown[]) => payments.map((each) => `${JSON.stringify(each)}\n`).join('')
