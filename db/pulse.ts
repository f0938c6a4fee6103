import postgres, { type Sql } from 'postgres'

// Bundles of one process each hold their own copy of this module; the connection must be one.
const slot = Symbol.for('platebni-portal.pulse')
const silence = Symbol.for('platebni-portal.silence')
const holder = globalThis as { [slot]?: { url: string; sql: Sql } | undefined; [silence]?: boolean }

/** Whether the last question of this process found the database silent. */
export const isSilent = (): boolean => holder[silence] === true

/**
 * Asks over a connection of its own beside the pool, and rejects where no answer came in time. A connection that has been
 * silent once is thrown away, so that one question never waits for what became of another.
 */
export async function askInTime<T>(url: string, ask: (sql: Sql) => Promise<T>, limitMs: number): Promise<T> {
  const line = holder[slot]?.url === url ? holder[slot] : { url, sql: open(url) }
  holder[slot] = line
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    // What has already come in is read first: a busy process is not a silent other side.
    timer = setTimeout(
      () => setImmediate(() => reject(new Error('The database did not answer in time.'))),
      limitMs,
    )
  })
  try {
    const answer = await Promise.race([ask(line.sql), late])
    holder[silence] = false
    return answer
  } catch (error) {
    holder[silence] = true
    if (holder[slot] === line) holder[slot] = undefined
    // What the driver still waits for there is of no use to anybody.
    void line.sql.end({ timeout: 0 }).catch(() => {})
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const open = (url: string) =>
  postgres(url, {
    max: 1,
    connect_timeout: 2,
    fetch_types: false,
    connection: { application_name: 'platebni-portal pulse' },
    onnotice: () => {},
  })
