import { connectDatabase, disconnectDatabase } from '#db/client'
import { validateEnvironment } from '#lib/core/env'
import { stopSending } from '#lib/queue/commands'
import { withCommandDatabase } from '#start/database/command-database'
import { StartProblem } from '#start/machine/paths'
import { auditVerifyCommand } from './commands/audit-verify.ts'
import { chargebackReportCommand, chargebackWonCommand } from './commands/chargeback.ts'
import {
  closeMonthCommand,
  closeReopenCommand,
  closeStatusCommand,
  closeYearCommand,
} from './commands/close-month.ts'
import { closeReportCommand, exportAgendaCommand, exportJournalCommand } from './commands/close-report.ts'
import { creditListCommand, creditMoveCommand } from './commands/credit.ts'
import { docsPaymentStatesCommand } from './commands/docs-payment-states.ts'
import { documentsConfirmCommand, documentsListCommand } from './commands/documents.ts'
import { feesKnownUntilCommand } from './commands/fees-known-until.ts'
import { importAssessmentsCommand } from './commands/import-assessments.ts'
import { ledgerVerifyCommand } from './commands/ledger-verify.ts'
import {
  matchingAgreeCommand,
  matchingAgreedCommand,
  matchingEndCommand,
  matchingSplitCommand,
  matchingWaitingCommand,
} from './commands/matching-list.ts'
import { matchingRunCommand } from './commands/matching-run.ts'
import { refundApproveCommand, refundRejectCommand, refundResolveCommand } from './commands/refund-decide.ts'
import { refundListCommand } from './commands/refund-list.ts'
import {
  refundOrderCancelCommand,
  refundOrderCreateCommand,
  refundOrderFileCommand,
  refundOrderListCommand,
} from './commands/refund-order.ts'
import { refundProposeCommand } from './commands/refund-propose.ts'
import { settlementCloseCommand, settlementDifferencesCommand } from './commands/settlement-differences.ts'
import { settlementImportCommand } from './commands/settlement-import.ts'
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

interface Entry {
  words: string
  /** What follows the words and what it does; options not named here are refused. */
  about: string
  needsDatabase: boolean
  /** Whether it needs the variables of the portal too, such as the keys of birth numbers. */
  needsEnvironment?: boolean
  run: Command
}

const commands: Entry[] = [
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
    about: 'SOUBOR [--dry-run] [--known-until DEN] [--json]  načte předpisy ze souboru CSV',
    needsDatabase: true,
    needsEnvironment: true,
    run: importAssessmentsCommand,
  },
  {
    words: 'audit verify',
    about: ' přepočítá pečetě záznamu o tom, kdo co dělal a četl',
    needsDatabase: true,
    run: auditVerifyCommand,
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
    words: 'matching waiting',
    about: '--as SUBJEKT  vypíše platby převodem, které čekají na určení',
    needsDatabase: true,
    run: matchingWaitingCommand,
  },
  {
    words: 'matching split',
    about:
      'PLATBA --as SUBJEKT --list SOUBOR --amount KČ --reason DŮVOD  rozdělí společnou platbu podle seznamu',
    needsDatabase: true,
    run: matchingSplitCommand,
  },
  {
    words: 'matching agree',
    about:
      '--as SUBJEKT --name NÁZEV --counter-account ÚČET --vs SYMBOL --from DEN --list SOUBOR  zapíše, za koho odesílatel platí společně',
    needsDatabase: true,
    run: matchingAgreeCommand,
  },
  {
    words: 'matching agreed',
    about: '--as SUBJEKT  vypíše dohody o společném placení',
    needsDatabase: true,
    run: matchingAgreedCommand,
  },
  {
    words: 'matching end',
    about: 'DOHODA --as SUBJEKT  ukončí dohodu o společném placení',
    needsDatabase: true,
    run: matchingEndCommand,
  },
  {
    words: 'refund propose',
    about:
      '--as SUBJEKT --payer ČÍSLO --fee DRUH --ground DŮVOD --amount KČ --seen-credit KČ (--attempt ČÍSLO_PLATBY | --bank-account ÚČET) [--entitled ČÍSLO | --entitled-name JMÉNO] [--exceptional DŮVOD]  navrhne vratku',
    needsDatabase: true,
    run: refundProposeCommand,
  },
  {
    words: 'refund approve',
    about: 'VRATKA --as SUBJEKT --amount KČ  schválí vratku a předá ji k odeslání',
    needsDatabase: true,
    run: refundApproveCommand,
  },
  {
    words: 'refund reject',
    about: 'VRATKA --as SUBJEKT --reason DŮVOD  zamítne vratku',
    needsDatabase: true,
    run: refundRejectCommand,
  },
  {
    words: 'refund resolve',
    about:
      'VRATKA --as SUBJEKT --outcome done|failed --reason DŮVOD  uzavře vratku, u které výsledek není známý nebo která ještě neodešla',
    needsDatabase: true,
    run: refundResolveCommand,
  },
  {
    words: 'credit list',
    about: '--as SUBJEKT  vypíše přeplatky poplatků vedle nedoplatků pokut a naopak',
    needsDatabase: true,
    run: creditListCommand,
  },
  {
    words: 'credit move',
    about:
      '--as SUBJEKT --payer ČÍSLO --from DRUH --to DRUH --seen-credit KČ --reason DŮVOD  použije přeplatek na nedoplatek',
    needsDatabase: true,
    run: creditMoveCommand,
  },
  {
    words: 'refund-order list',
    about: '--as SUBJEKT  vypíše vratky, které čekají na bankovní příkaz, a příkazy',
    needsDatabase: true,
    run: refundOrderListCommand,
  },
  {
    words: 'refund-order create',
    about:
      '--as SUBJEKT --account ÚČET --format FORMÁT --due DEN --amount KČ --out SOUBOR  vytvoří bankovní příkaz k vyplacení vratek',
    needsDatabase: true,
    run: refundOrderCreateCommand,
  },
  {
    words: 'refund-order file',
    about: 'ČÍSLO --as SUBJEKT --out SOUBOR  zapíše soubor příkazu znovu',
    needsDatabase: true,
    run: refundOrderFileCommand,
  },
  {
    words: 'refund-order cancel',
    about: 'ČÍSLO --as SUBJEKT --reason DŮVOD  zruší příkaz, který banka neprovede',
    needsDatabase: true,
    run: refundOrderCancelCommand,
  },
  {
    words: 'refund list',
    about: '--as SUBJEKT [--state STAV] [--json]  vypíše vratky',
    needsDatabase: true,
    run: refundListCommand,
  },
  {
    words: 'settlement import',
    about: 'BRÁNA SOUBOR… [--json]  načte vyúčtování platební brány a porovná ho s platbami a účtem',
    needsDatabase: true,
    needsEnvironment: true,
    run: settlementImportCommand,
  },
  {
    words: 'settlement differences',
    about: '[--json]  vypíše, co mezi platbami, vyúčtováním bran a účtem nesouhlasí',
    needsDatabase: true,
    needsEnvironment: true,
    run: settlementDifferencesCommand,
  },
  {
    words: 'settlement close',
    about: 'ROZDÍL --as SUBJEKT --amount KČ --reason DŮVOD  uzavře rozdíl, který nejde napravit',
    needsDatabase: true,
    needsEnvironment: true,
    run: settlementCloseCommand,
  },
  {
    words: 'chargeback report',
    about:
      'PLATBA --as SUBJEKT --amount KČ --seen KČ --reason DŮVOD  zapíše, že si banka vzala platbu kartou zpět',
    needsDatabase: true,
    run: chargebackReportCommand,
  },
  {
    words: 'chargeback won',
    about: 'PLATBA --as SUBJEKT --amount KČ --reason DŮVOD  zapíše, že se peníze z reklamace vrátily městu',
    needsDatabase: true,
    run: chargebackWonCommand,
  },
  {
    words: 'close status',
    about: ' vypíše účetní měsíce a co brání uzavření nejstaršího otevřeného',
    needsDatabase: true,
    run: closeStatusCommand,
  },
  {
    words: 'close month',
    about:
      'RRRR-MM --as SUBJEKT --seen OTISK [--carry-over DŮVOD]  uzavře účetní měsíc, otisk vypíše close status',
    needsDatabase: true,
    run: closeMonthCommand,
  },
  {
    words: 'close reopen',
    about: 'RRRR-MM --as SUBJEKT --reason DŮVOD  znovu otevře poslední uzavřený měsíc',
    needsDatabase: true,
    run: closeReopenCommand,
  },
  {
    words: 'close year',
    about: 'RRRR --as SUBJEKT  uzavře rok a zapíše počáteční stavy dalšího',
    needsDatabase: true,
    run: closeYearCommand,
  },
  {
    words: 'close report',
    about: 'RRRR-MM --out SLOŽKA  uloží kontrolní součty měsíce jako PDF a CSV',
    needsDatabase: true,
    run: closeReportCommand,
  },
  {
    words: 'documents list',
    about: ' očísluje doklady a vypíše dny, které čekají na potvrzení',
    needsDatabase: true,
    run: documentsListCommand,
  },
  {
    words: 'documents confirm',
    about: 'RRRR-MM-DD --as SUBJEKT --amount KČ  potvrdí doklady dne',
    needsDatabase: true,
    run: documentsConfirmCommand,
  },
  {
    words: 'export agenda',
    about:
      '--fee DRUH --from DEN --to DEN --out SOUBOR  vyveze platby a návrhy pro agendu, která vede účty druhu poplatku',
    needsDatabase: true,
    run: exportAgendaCommand,
  },
  {
    words: 'export journal',
    about: '--month RRRR-MM --out SOUBOR  vyveze deník měsíce pro účetnictví',
    needsDatabase: true,
    run: exportJournalCommand,
  },
  {
    words: 'statement check',
    about: 'SOUBOR [--bank=KÓD] [--json]  přečte bankovní výpis a ověří jeho součty',
    needsDatabase: false,
    run: statementCheckCommand,
  },
]

/** The options a command knows are those its line in the list names. */
function unknownOption(about: string, args: readonly string[]): string | undefined {
  const known: string[] = about.match(/--[a-z-]+/g) ?? []
  const names = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*/, ''))
  return names.find((name) => !known.includes(name))
}

function usageOf(chosen: typeof commands): string {
  return [
    'Použití: npm run portal -- PŘÍKAZ',
    ...chosen.map(({ words, about }) => `  ${words} ${about}`),
  ].join('\n')
}

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const isHelp = args.some((arg) => arg === '--help' || arg === '-h')
  const words = args.slice(0, 2).filter((arg) => !arg.startsWith('-'))
  const command = commands.find((one) => one.words === words.join(' '))
  if (isHelp) {
    console.log(usageOf(command ? [command] : commands))
    return 0
  }
  if (!command) {
    if (args.length > 0) console.error(`Neznámý příkaz ${(words.length > 0 ? words : args).join(' ')}.`)
    console.error(usageOf(commands))
    return 2
  }
  const rest = args.slice(2)
  const unknown = unknownOption(command.about, rest)
  if (unknown) {
    console.error(`Neznámá volba ${unknown}.\n${usageOf([command])}`)
    return 2
  }
  const surroundings: Surroundings = {
    cwd: process.env.PORTAL_CALLED_FROM ?? process.cwd(),
    print: (line) => console.log(line),
    printError: (line) => console.error(line),
    write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  }
  if (!command.needsDatabase) return command.run(rest, surroundings)
  // The demo's variables are set when its database is found; a database named from outside comes with its own.
  if (command.needsEnvironment && process.env.DATABASE_URL) checkEnvironment()
  return withCommandDatabase(async ({ applicationUrl, place }) => {
    console.error(`Databáze: ${place}`)
    connectDatabase(applicationUrl, { max: 4 })
    try {
      return await command.run(rest, surroundings)
    } finally {
      await stopSending()
      await disconnectDatabase()
    }
  })
}

function checkEnvironment(): void {
  const checked = validateEnvironment(process.env)
  if (checked.ok) return
  const lines = checked.error.map((line) => `- ${line}`)
  throw new StartProblem(['Příkaz potřebuje stejné proměnné prostředí jako npm start:', ...lines].join('\n'))
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exitCode = 2
}
