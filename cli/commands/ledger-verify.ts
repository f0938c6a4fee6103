import { makeJob } from '#lib/actor/actor'
import { verifyLedger } from '#lib/ledger/verification/queries'

/** `ledger verify [--json]`: exit code 0 where every balance agrees with the journal, 1 with a list otherwise. */
export async function ledgerVerifyCommand(
  args: readonly string[],
  surroundings: { print: (line: string) => void },
): Promise<number> {
  const { entries, lines, differences } = await verifyLedger(makeJob('ledger-verify'))
  if (args.includes('--json')) surroundings.print(JSON.stringify({ entries, lines, differences }, null, 2))
  else {
    surroundings.print(`Deník: ${entries} zápisů, ${lines} řádků.`)
    for (const { what, id, keptHal, journalHal } of differences) {
      surroundings.print(`Rozdíl: ${what} ${id}: vedeno ${keptHal} h, podle deníku ${journalHal} h`)
    }
    surroundings.print(differences.length === 0 ? 'Vše souhlasí.' : `Rozdílů: ${differences.length}.`)
  }
  return differences.length === 0 ? 0 : 1
}
