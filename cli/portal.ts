import { connectDatabase, disconnectDatabase } from '#db/client'
import { validateEnvironment } from '#lib/core/env'
import { log } from '#lib/core/log'
import { stopSending } from '#lib/queue/sender.commands'
import { withCommandDatabase } from '#start/database/command-database'
import { StartProblem } from '#start/machine/paths'
import { commandSentence } from './command-line-sentences.ts'
import { commandList } from './command-list.ts'
import type { Declaration } from './declaration/declaration.ts'
import { readCommandLine } from './declaration/reading.ts'
import type { Surroundings } from './surroundings/surroundings.ts'

const surroundings: Surroundings = {
  cwd: process.env.PORTAL_CALLED_FROM ?? process.cwd(),
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
}

async function main(): Promise<number> {
  const declarations = commandList.map(({ declaration }) => declaration)
  const read = readCommandLine(declarations, process.argv.slice(2))
  if (read.kind === 'help') {
    surroundings.print(read.text)
    return 0
  }
  if (read.kind === 'misused') {
    surroundings.printError(read.text)
    return 2
  }
  const { declaration, values } = read
  const command = commandList.find((one) => one.declaration === declaration)
  if (!command) throw new Error(`${declaration.words} is not in the list of commands.`)
  return withNeeds(declaration.needs, () => command.run(values, surroundings))
}

async function withNeeds(needs: Declaration['needs'], run: () => Promise<number>): Promise<number> {
  if (needs === 'nothing') return run()
  // The demo's variables are set when its database is found; a database named from outside comes with its own.
  if (needs === 'environment' && process.env.DATABASE_URL) checkEnvironment()
  return withCommandDatabase(async ({ applicationUrl, place }) => {
    surroundings.printError(commandSentence('said.database', { place }))
    connectDatabase(applicationUrl, { max: 4 })
    try {
      return await run()
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
  throw new StartProblem([commandSentence('wrong.environment'), ...lines].join('\n'))
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof StartProblem) console.error(error.message)
  else {
    // The log leaves out the values of a failed statement, people's names and accounts among them.
    log.fatal(error as Error)
    console.error(commandSentence('said.crashed'))
  }
  process.exitCode = error instanceof StartProblem ? 2 : 3
}
