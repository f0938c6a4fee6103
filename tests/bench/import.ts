import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { type Figure, figureOfRounds, median } from '#tests/bench/figure'
import { runImport, writeAssessments } from '#tests/bench/import-file'
import type { BenchDatabase, Surroundings } from '#tests/bench/surroundings'

const memoryLimitMb = 300

/** Tables an import adds rows to, in the order in which their keys allow it. The journal's trigger fills the balances. */
const filledTables = [
  'payer',
  'payer_link',
  'account',
  'assessment',
  'journal_entry',
  'journal_line',
  'audit_entry',
]
const filledByTriggers = ['account_balance', 'assessment_balance']

/** The import of so many assessments beside a raw COPY of the rows it made into the same tables. */
export async function measureImport(
  surroundings: Surroundings,
  options: { rows: number; rounds: number; say: (line: string) => void },
): Promise<Figure[]> {
  const { rows, say } = options
  const copies = join(surroundings.folder, 'copies')
  mkdirSync(copies, { recursive: true })
  const file = join(surroundings.folder, 'assessments.csv')
  await writeAssessments(file, rows)
  const rounds: { portal: number; yardstick: number }[] = []
  const peaksMb: number[] = []
  const details: Record<string, unknown>[] = []
  for (let round = 0; round < options.rounds; round++) {
    const imported = await surroundings.openFreshDatabase('bench_import')
    await surroundings.settle()
    const { seconds, peakMb } = await runImport({
      file,
      folder: surroundings.folder,
      applicationUrl: imported.applicationUrl,
    })
    say(`  import: ${Math.round(rows / seconds)} rows/s, ${Math.round(peakMb)} MB`)
    await assertOnlyKnownTablesFilled(imported)
    await copyOut(imported, copies)
    await surroundings.dropDatabase(imported.name)

    const copied = await surroundings.openFreshDatabase('bench_copy')
    await surroundings.settle()
    const copySeconds = await copyIn(copied, copies)
    say(`  COPY: ${Math.round(rows / copySeconds)} rows/s`)
    await surroundings.dropDatabase(copied.name)
    rounds.push({ portal: rows / seconds, yardstick: rows / copySeconds })
    peaksMb.push(peakMb)
    details.push({ seconds, peakMb, copySeconds })
  }
  rmSync(copies, { recursive: true })
  rmSync(file)
  const peakMb = Math.max(...peaksMb)
  return [
    figureOfRounds({
      name: `import of ${rows} assessments beside COPY`,
      unit: 'rows/s',
      rounds,
      reach: { atLeast: 0.5 },
      details: { each: details },
    }),
    {
      name: 'memory of that import',
      unit: 'MB',
      portal: median(peaksMb),
      yardstick: memoryLimitMb,
      compared: peakMb,
      spread: [Math.min(...peaksMb), peakMb],
      reach: `< ${memoryLimitMb}`,
      isReached: peakMb < memoryLimitMb,
      details: {},
    },
  ]
}

/** A table the yardstick forgets would make the import look worse, one it adds would make it look better. */
async function assertOnlyKnownTablesFilled(imported: BenchDatabase) {
  const sql = postgres(imported.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    const reference = ['fee_kind', 'fee_rate', 'fee_due_rule', 'fee_bank_account', 'payment_day_rule']
    const rules = ['payment_attempt_edge', 'role_permission']
    const known = new Set([...filledTables, ...filledByTriggers, ...reference, ...rules])
    for (const { name } of tables) {
      if (known.has(name)) continue
      const [row] = await sql`select 1 from ${sql(name)} limit 1`
      if (row) throw new Error(`The import fills ${name} too; add it to the yardstick.`)
    }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Which rows of a table, as a condition of SQL. */
export interface CopiedTable {
  table: string
  rows: string
}

/** Each table over its own connection: the driver leaves one paused that was held back at the end of a COPY. */
export async function copyOut(
  database: BenchDatabase,
  folder: string,
  tables: readonly CopiedTable[] = filledTables.map((table) => ({ table, rows: 'true' })),
) {
  for (const { table, rows } of tables) {
    const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
    try {
      const columns = await columnsOf(sql, table)
      const source = await sql
        .unsafe(`copy (select ${columns} from ${table} where ${rows}) to stdout`)
        .readable()
      await pipeline(source, createWriteStream(join(folder, table)))
    } finally {
      await sql.end({ timeout: 0 })
    }
  }
}

/** One transaction, as the import is; seconds from its beginning to the commit. */
export async function copyIn(
  database: BenchDatabase,
  folder: string,
  tables: readonly string[] = filledTables,
): Promise<number> {
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    const begun = performance.now()
    await sql.begin(async (tx) => {
      await tx`set local work_mem = '64MB'`
      for (const table of tables) {
        const columns = await columnsOf(tx, table)
        const target = await tx.unsafe(`copy ${table} (${columns}) from stdin`).writable()
        await pipeline(createReadStream(join(folder, table), { highWaterMark: 256 * 1024 }), target)
      }
    })
    return (performance.now() - begun) / 1000
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** All columns but the mark of the transaction, which every row takes from its own. */
async function columnsOf(sql: postgres.ISql, table: string): Promise<string> {
  const rows = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
     where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped
       and attname <> 'transaction_id' order by attnum`
  return rows.map(({ name }) => `"${name}"`).join(', ')
}
