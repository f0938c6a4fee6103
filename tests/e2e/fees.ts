import { Readable } from 'node:stream'
import { type SeedRow, seedColumns } from '#db/seed/population'
import { makeJob } from '#lib/actor/actor'
import { importAssessments } from '#lib/assessment/import/import.commands'
import { now } from '#lib/core/clock'
import { addDays, type IsoDate, pragueDate, yearOf } from '#lib/core/dates'
import type { Person } from '#sandbox/identity/people'

/** A fee to be imported for somebody. Without a word more: 900 Kč for waste, due in two months. */
export interface Fee {
  kind?: 'odpad' | 'pes' | 'najem' | 'pobyt' | 'verejne-prostranstvi'
  amountKc?: number
  /** What the office has already received by other ways. */
  paidKc?: number
  /** Days from today; negative is overdue. */
  dueInDays?: number
}

export const today = (): IsoDate => pragueDate(now())

/** Imports the fees for the person through the same door the office uses. */
export async function importFees(
  person: Pick<Person, 'givenName' | 'familyName' | 'birthDate'> & { payerId: string },
  fees: readonly Fee[],
): Promise<void> {
  const rows = fees.map(({ kind = 'odpad', amountKc = 900, paidKc, dueInDays = 60 }, index): SeedRow => {
    const due = addDays(today(), dueInDays)
    return {
      id_poplatnika: person.payerId,
      jmeno: person.givenName,
      prijmeni: person.familyName,
      datum_narozeni: person.birthDate ?? '',
      adresa: 'Zkušební 1, 746 01 Opava',
      id_predpisu: `${person.payerId}-${kind}-${index}`,
      druh: kind,
      obdobi: String(yearOf(due)),
      castka: amountKc,
      ...(paidKc === undefined ? {} : { uhrazeno: paidKc, stav_k: today() }),
      splatnost: due,
      vs: `9${person.payerId.slice(1)}00${index}`,
    }
  })
  const lines = [seedColumns, ...rows.map((row) => seedColumns.map((name) => row[name] ?? ''))]
  const stream = Readable.from([lines.map((line) => line.join(';')).join('\n')])
  const file = { fileName: `${person.payerId}.csv`, stream }
  const report = await importAssessments(makeJob('e2e'), file, { dryRun: false })
  if (report.rejectedTotal > 0) throw new Error(`The fees were refused: ${JSON.stringify(report.rejected)}`)
}
