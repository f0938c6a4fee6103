import type { agreeOnList } from '#lib/matching/agreement/agree.commands'
import { readListFile } from '#lib/matching/agreement/list-file'
import type { ListRow } from '#lib/matching/agreement/payment-list'
import type { splitByList } from '#lib/matching/agreement/split.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { readGiven } from '../../surroundings/given-file.ts'
import type { Surroundings } from '../../surroundings/surroundings.ts'

type Refused<T> = T extends { ok: false; error: infer Problem } ? Problem : never
type ListProblem = Exclude<
  Refused<Awaited<ReturnType<typeof agreeOnList>> | Awaited<ReturnType<typeof splitByList>>>,
  { kind: 'sum_differs' }
>

/** Reads a list named on the command line, or says what is wrong with it. */
export async function readGivenList(
  name: string,
  surroundings: Surroundings,
  { hasAmounts }: { hasAmounts: boolean },
): Promise<ListRow[] | null> {
  const bytes = await readGiven(name, surroundings)
  if (!bytes) return null
  const rows = await readListFile(bytes, { hasAmounts })
  if (rows.ok) return rows.value
  for (const fault of rows.error) {
    surroundings.printError(
      commandSentence(fault.column ? 'matching.columnFault' : 'matching.fault', { ...fault }),
    )
  }
  return null
}

/** Why a list was refused, for a person. */
export const listProblemText = (problem: ListProblem): string =>
  problem.kind === 'unknown_rows'
    ? commandSentence('matching.unknownRows', { lines: problem.lines.slice(0, 50).join(', ') })
    : commandSentence(`matching.problem.${problem.kind}`)
