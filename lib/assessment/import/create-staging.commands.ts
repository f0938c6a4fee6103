import { sql } from 'drizzle-orm'
import type { PostgresJsSession } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import type { Transaction } from '#db/client'
import type { LegalState } from '#lib/assessment/rules'
import type { FileRow } from './read-row.ts'
import { lastDayOf } from './values.ts'

/** What one row puts into the staging table besides its own cells. */
export interface Derived {
  legalState: LegalState | null
  birthNumberLookup: Buffer | null
  birthNumberSealed: Buffer | null
}

/**
 * A table of this transaction only: nobody else sees it and the commit drops it. A birth number is in it only
 * as its lookup and sealed, since a temporary table is a file on the server's disk.
 */
export async function createStaging(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table staged (
      row integer not null, is_faulty boolean not null,
      external_id text, payer_external_id text, fee_kind_code text, period text, amount_hal bigint,
      due_on date, last_day date, variable_symbol text, specific_symbol text,
      payer_kind text, given_name text, family_name text, organisation_name text, birth_date date,
      company_id text, address text, email text, note text, component text, parent_external_id text,
      original_due_on date, elsewhere_hal bigint, elsewhere_as_of date, guardians text, is_storno boolean,
      legal_state text, birth_number_lookup bytea, birth_number_sealed bytea
    ) on commit drop`)
}

/** One line of COPY's text format, in the order of the table above. */
export function copyLine(file: FileRow, derived: Derived): string {
  const { cells } = file
  const fields = [
    String(file.row),
    file.isFaulty ? 't' : 'f',
    escaped(cells.id_predpisu),
    escaped(cells.id_poplatnika),
    escaped(cells.druh),
    escaped(cells.obdobi),
    plain(cells.castka),
    plain(cells.splatnost),
    cells.splatnost === null ? '\\N' : lastDayOf(cells.splatnost),
    plain(cells.vs),
    plain(cells.ss),
    cells.nazev === null ? 'person' : 'organisation',
    escaped(cells.jmeno),
    escaped(cells.prijmeni),
    escaped(cells.nazev),
    plain(file.birthDate),
    plain(cells.ico),
    escaped(cells.adresa),
    escaped(cells.email),
    escaped(cells.poznamka),
    plain(cells.typ),
    escaped(cells.k_predpisu),
    plain(cells.puvodni_splatnost),
    plain(cells.uhrazeno),
    plain(cells.stav_k),
    escaped(cells.zakonni_zastupci),
    cells.typ_radku === 'storno' ? 't' : 'f',
    plain(derived.legalState),
    bytes(derived.birthNumberLookup),
    bytes(derived.birthNumberSealed),
  ]
  return `${fields.join('\t')}\n`
}

const plain = (value: string | null) => value ?? '\\N'
// Tabs and line ends were turned into spaces when the cell was read.
const escaped = (value: string | null) =>
  value === null ? '\\N' : value.includes('\\') ? value.replaceAll('\\', '\\\\') : value
const bytes = (value: Buffer | null) => (value === null ? '\\N' : `\\\\x${value.toString('hex')}`)

/** Sends pieces of COPY's text format into the staging table; memory holds one piece at a time. */
export async function copyIntoStaging(tx: Transaction, pieces: AsyncIterable<Buffer>): Promise<void> {
  const copy = await driverOf(tx)`copy staged from stdin`.writable()
  copy.on('error', () => {})
  try {
    for await (const piece of pieces) {
      await new Promise<void>((resolve, reject) =>
        copy.write(piece, (error) => (error ? reject(error) : resolve())),
      )
    }
  } catch (error) {
    copy.destroy(error as Error)
    throw error
  }
  copy.end()
  // The driver would wait for ever where the server refuses the last piece; the next statement tells instead.
  await new Promise((resolve) => setImmediate(resolve))
  await tx.execute(sql`create unique index on staged (row)`)
  await tx.execute(sql`analyze staged`)
}

/** The driver's own connection of a Drizzle transaction, which alone speaks COPY. */
function driverOf(tx: Transaction): Sql {
  const session = tx._.session as unknown as PostgresJsSession<Sql, never, never>
  return session.client
}
