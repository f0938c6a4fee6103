import type { Transaction } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudits } from './append.commands.ts'

/** Somebody's data in something that was read. */
export interface ReadSubject {
  subjectId: string
  payerId: string | null
}

/**
 * Records whose data an officer read, each person once, in the transaction of the reading itself: what cannot be
 * recorded is not shown (§ 52 of the tax code: the office's knowledge is secret, and so is who looked).
 */
export async function recordReading(
  tx: Transaction,
  actor: Officer,
  about: { action: `${string}.read` | `${string}.list`; subjectKind: string },
  subjects: readonly ReadSubject[],
): Promise<void> {
  const once = new Map(subjects.map((subject) => [subject.payerId, subject]))
  await appendAudits(
    tx,
    actor,
    [...once.values()].map((subject) => ({ ...about, ...subject })),
  )
}
