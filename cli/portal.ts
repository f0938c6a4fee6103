import { connectDatabase, disconnectDatabase } from '#db/client'
import { withCommandDatabase } from '#start/command-database'
import { StartProblem } from '#start/paths'
import { docsPaymentStatesCommand } from './commands/docs-payment-states.ts'
import { feesKnownUntilCommand } from './commands/fees-known-until.ts'
import { importAssessmentsCommand } from './commands/import-assessments.ts'
import { ledgerVerifyCommand } from './commands/ledger-verify.ts'
import { matchingRunCommand } from './commands/matching-run.ts'
import { statementCheckCommand } from './commands/statement-check.ts'
import { statementImportCommand } from './commands/statement-import.ts'

export interface Surroundings {
  /** Where relative paths start. */
  cwd: string
  print: (line: string) => void
  printError: (line: string) => void
  /** Writes without a line end; wait for it, so that a long output does not gather in memory. */
  write: (text: string) => Promise<void>
}
type Command = (args: readonly string[], surroundings: Surroundings) => Promise<number>

const commands: { words: string; about: string; needsDatabase: boolean; run: Command }[] = [
  {
    words: 'docs payment-states',
    about: 'znovu nakreslí docs/payment-states.md',
    needsDatabase: false,
    run: async (_args, { print }) => docsPaymentStatesCommand(print),
  },
  {
    words: 'fees known-until',
    about: 'DRUH DEN  řekne, do kterého dne jsou známé převody druhu poplatku',
    needsDatabase: true,
    run: feesKnownUntilCommand,
  },
  {
    words: 'import assessments',
    about: 'SOUBOR [--dry-run] [--json]  načte předpisy ze souboru CSV',
    needsDatabase: true,
    run: importAssessmentsCommand,
  },
  {
    words: 'ledger verify',
    about: '[--json]  přepočítá všechny zůstatky z deníku a porovná je',
    needsDatabase: true,
    run: ledgerVerifyCommand,
  },
  {
    words: 'statement import',
    about: 'SOUBOR… [--json]  načte bankovní výpisy a spáruje platby',
    needsDatabase: true,
    run: statementImportCommand,
  },
  {
    words: 'matching run',
    about: '[--json]  znovu projde platby, které čekají na spárování',
    needsDatabase: true,
    run: matchingRunCommand,
  },
  {
    words: 'statement check',
    about: 'SOUBOR [--bank=KÓD] [--json]  přečte bankovní výpis a ověří jeho součty',
    needsDatabase: false,
    run: statementCheckCommand,
  },
]

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const command = commands.find(({ words }) => args.slice(0, 2).join(' ') === words)
  if (!command) {
    console.error('Použití: npm run portal -- PŘÍKAZ')
    for (const { words, about } of commands) console.error(`  ${words} ${about}`)
    return 2
  }
  const surroundings: Surroundings = {
    cwd: process.env.PORTAL_CALLED_FROM ?? process.cwd(),
    print: (line) => console.log(line),
    printError: (line) => console.error(line),
    write: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
      }),
  }
  if (!command.needsDatabase) return command.run(args.slice(2), surroundings)
  return withCommandDatabase(async ({ applicationUrl }) => {
    connectDatabase(applicationUrl, { max: 4 })
    try {
      return await command.run(args.slice(2), surroundings)
    } finally {
      await disconnectDatabase()
    }
  })
}

// Whoever reads the output may stop early (`| head`); the write that failed tells it.
process.stdout.on('error', () => {})

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exitCode = 2
}
