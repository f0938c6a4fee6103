import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import postgres, { type Sql } from 'postgres'
import { readStatements } from '#lib/bank/read'
import { type Figure, figureOfRounds, median } from '#tests/bench/figure'
import { type CopiedTable, copyIn, copyOut } from '#tests/bench/import'
import { runImport, runPortal, writeAssessments } from '#tests/bench/import-file'
import { movementHal, statementAccount, writeCamt, writeGpc } from '#tests/bench/statement-file'
import type { BenchDatabase, Surroundings } from '#tests/bench/surroundings'

const memoryLimitMb = 300
/** The variable symbols of the invented assessments begin here. */
const firstSymbol = 2_000_000_000

/** Reading statements beside reading their bytes and splitting them into records. */
export async function measureReading(
  surroundings: Surroundings,
  options: { entries: number; rounds: number; say: (line: string) => void },
): Promise<Figure[]> {
  const { entries, rounds, say } = options
  const symbolOf = (index: number) => String(firstSymbol + index)
  const formats = [
    {
      name: 'GPC',
      end: '\n',
      write: (path: string) => writeGpc(path, entries, (index) => ({ vs: symbolOf(index) })),
    },
    { name: 'CAMT.053', end: '</Ntry>', write: (path: string) => writeCamt(path, entries, symbolOf) },
  ]
  const figures: Figure[] = []
  for (const { name, end, write } of formats) {
    const file = join(surroundings.folder, 'statement')
    await write(file)
    const megabytes = statSync(file).size / 1e6
    const measured: { portal: number; yardstick: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const portal = entries / (await secondsOf(() => readAll(file, entries)))
      const yardstick = entries / (await secondsOf(() => splitAll(file, Buffer.from(end), entries)))
      measured.push({ portal, yardstick })
    }
    const speed = median(measured.map(({ portal }) => portal))
    say(`  ${name}: ${Math.round(speed)} entries/s, ${((speed / entries) * megabytes).toFixed(1)} MB/s`)
    figures.push(
      figureOfRounds({
        name: `${name}, ${entries} entries beside splitting the bytes`,
        unit: 'entries/s',
        rounds: measured,
        reach: { atLeast: name === 'GPC' ? 0.05 : 0.02 },
        details: { megabytes },
      }),
    )
    rmSync(file)
  }
  return figures
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

async function readAll(file: string, entries: number): Promise<void> {
  let count = 0
  const { parts } = await readStatements(createReadStream(file))
  for await (const part of parts) if (part.kind === 'entry') count++
  if (count !== entries) throw new Error(`${count} entries were read of ${entries}.`)
}

async function splitAll(file: string, end: Buffer, entries: number): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  let count = 0
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    let from = 0
    for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, from)) {
      bytes.subarray(from, at)
      from = at + end.length
      count++
    }
    rest = bytes.subarray(from)
  }
  if (count < entries) throw new Error(`${count} records were split of ${entries}.`)
}

/** A statement imported and matched by the command line, beside a raw COPY of all the rows that this made. */
export async function measureMatching(
  surroundings: Surroundings,
  options: { entries: number; assessments: number; rounds: number; say: (line: string) => void },
): Promise<Figure[]> {
  const { entries, assessments, say } = options
  const { folder } = surroundings
  const city = await surroundings.openFreshDatabase('bench_city')
  const file = join(folder, 'statement.gpc')
  const copies = join(folder, 'copies')
  mkdirSync(copies, { recursive: true })
  await writeAssessments(file, assessments)
  await runImport({ file, folder, applicationUrl: city.applicationUrl })
  await withOwner(city, async (sql) => {
    await sql`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
      values ('odpad', ${statementAccount}, 'CZ', '2020-01-01')`
    await confirmOpening(sql, 0)
    await sql`vacuum analyze`
  })
  // Every fortieth has a symbol nobody knows, so that it is looked for and waits.
  const symbolOf = (index: number) =>
    index % 40 === 39 ? String(3_000_000_000 + index) : String(firstSymbol + index)
  await writeGpc(file, entries, (index) => ({ vs: symbolOf(index) }))
  const rounds: { portal: number; yardstick: number }[] = []
  const peaksMb: number[] = []
  for (let round = 0; round < options.rounds; round++) {
    const imported = await surroundings.cloneDatabase(city, 'bench_statement')
    await surroundings.settle()
    const before = await withOwner(imported, highest)
    const { seconds, peakMb, output } = await runPortal(['statement', 'import', file, '--json'], {
      folder,
      applicationUrl: imported.applicationUrl,
    })
    const matched = Number(/"matched": (\d+)/.exec(output)?.[1])
    say(
      `  import with matching: ${Math.round(entries / seconds)} entries/s, ${matched} matched, ${Math.round(peakMb)} MB`,
    )
    if (!(matched >= entries * 0.9)) throw new Error(`Only ${matched} of ${entries} were matched.`)
    const tables = newRows(before)
    await copyOut(imported, copies, tables)
    await surroundings.dropDatabase(imported.name)
    const copied = await surroundings.cloneDatabase(city, 'bench_copy')
    await surroundings.settle()
    const copySeconds = await copyIn(
      copied,
      copies,
      tables.map(({ table }) => table),
    )
    say(`  COPY: ${Math.round(entries / copySeconds)} entries/s`)
    await surroundings.dropDatabase(copied.name)
    rounds.push({ portal: entries / seconds, yardstick: entries / copySeconds })
    peaksMb.push(peakMb)
  }
  await surroundings.dropDatabase(city.name)
  rmSync(copies, { recursive: true })
  rmSync(file)
  return [
    figureOfRounds({
      name: `import of ${entries} entries with matching over ${assessments} assessments beside COPY`,
      unit: 'entries/s',
      rounds,
      reach: { atLeast: 0.2 },
    }),
    memoryFigure('memory of that import', peaksMb),
  ]
}

/** Memory of checking and importing so many movements, which must not grow with their number. */
export async function measureLargeStatement(
  surroundings: Surroundings,
  options: { entries: number; say: (line: string) => void },
): Promise<Figure[]> {
  const { folder } = surroundings
  const file = join(folder, 'large.gpc')
  // Money that goes out waits for nobody: the import alone is measured.
  await writeGpc(file, options.entries, (index) => ({ vs: String(firstSymbol + index) }), 'out')
  const database = await surroundings.openFreshDatabase('bench_large')
  await withOwner(database, async (sql) => {
    await sql`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
      values ('odpad', ${statementAccount}, 'CZ', '2020-01-01')`
    await confirmOpening(sql, options.entries * movementHal)
  })
  const figures: Figure[] = []
  for (const command of ['check', 'import'] as const) {
    const { seconds, peakMb } = await runPortal(['statement', command, file], {
      folder,
      applicationUrl: database.applicationUrl,
    })
    options.say(
      `  statement ${command}: ${Math.round(options.entries / seconds)} entries/s, ${Math.round(peakMb)} MB`,
    )
    figures.push(memoryFigure(`memory of statement ${command} over ${options.entries} entries`, [peakMb]))
  }
  await surroundings.dropDatabase(database.name)
  rmSync(file)
  return figures
}

function memoryFigure(name: string, peaksMb: readonly number[]): Figure {
  const peakMb = Math.max(...peaksMb)
  return {
    name,
    unit: 'MB',
    portal: median(peaksMb),
    yardstick: memoryLimitMb,
    compared: peakMb,
    spread: [Math.min(...peaksMb), peakMb],
    reach: `< ${memoryLimitMb}`,
    isReached: peakMb < memoryLimitMb,
    details: {},
  }
}

/** Somebody of the office has confirmed with what the account begins, so that its first statement counts at once. */
async function confirmOpening(sql: Sql, openingHal: number): Promise<void> {
  await sql`
    with officer as (
      insert into identity (realm, issuer, subject) values ('office', 'https://bench.invalid', 'bench') returning id)
    insert into bank_opening (bank_account, opening_hal, officer_id)
    select ${statementAccount}, ${openingHal}, id from officer`
}

interface Highest {
  account: string
  entry: string
  audit: string
}

async function highest(sql: Sql): Promise<Highest> {
  const [row] = await sql<Highest[]>`
    select (select max(id) from account) as account, (select max(id) from journal_entry) as entry,
           (select max(id) from audit_entry) as audit`
  if (!row) throw new Error('The database is empty.')
  return row
}

/** What the import added, in the order in which the keys allow it. The journal's trigger fills the balances. */
function newRows(before: Highest): CopiedTable[] {
  return [
    { table: 'account', rows: `id > ${before.account}` },
    { table: 'bank_statement', rows: 'true' },
    { table: 'journal_entry', rows: `id > ${before.entry}` },
    { table: 'journal_line', rows: `entry_id > ${before.entry}` },
    { table: 'bank_entry', rows: 'true' },
    { table: 'bank_match', rows: 'true' },
    { table: 'bank_proposal', rows: 'true' },
    { table: 'audit_entry', rows: `id > ${before.audit}` },
  ]
}

async function withOwner<T>(database: BenchDatabase, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
