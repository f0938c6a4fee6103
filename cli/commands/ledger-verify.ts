import { makeJob } from '#lib/actor/actor'
import { verifyLedger } from '#lib/ledger/verify.queries'

const usage = 'Použití: npm run portal -- ledger verify [--json]'

/** `ledger verify [--json]`: exit code 0 where every balance agrees with the journal, 1 with a list otherwise, 2 for wrong usage. */
export async function ledgerVerifyCommand(
  args: readonly string[],
  surroundings: { print: (line: string) => void },
): Promise<number> {
  if (args.some((arg) => arg !== '--json')) {
    surroundings.print(usage)
    return 2
  }
  const { entries, lines, differences } = await verifyLedger(makeJob('ledger-verify'))
  if (args.includes('--json')) surroundings.print(JSON.stringify({ entries, lines, differences }, null, 2))
  else {
    surroundings.print(`Deník: ${counted(entries, entryWords)}, ${counted(lines, lineWords)}.`)
    for (const { what, id, keptHal, journalHal } of differences) {
      surroundings.print(`Rozdíl: ${what} ${id}: vedeno ${keptHal} h, podle deníku ${journalHal} h`)
    }
    surroundings.print(differences.length === 0 ? 'Vše souhlasí.' : `Rozdílů: ${differences.length}.`)
  }
  return differences.length === 0 ? 0 : 1
}

const entryWords = { one: 'zápis', few: 'zápisy', other: 'zápisů' }
const lineWords = { one: 'řádek', few: 'řádky', other: 'řádků' }
const plural = new Intl.PluralRules('cs')

function counted(count: number, words: { one: string; few: string; other: string }): string {
  const form = plural.select(count)
  return `${count} ${form === 'one' || form === 'few' ? words[form] : words.other}`
}
