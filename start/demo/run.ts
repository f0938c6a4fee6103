import { openDataFolder } from '#start/data/data-folder'
import { givenDatabase } from '#start/database/database'
import { type DemoCommand, readOptions, usageOf } from '#start/demo/options'
import { startStack } from '#start/demo/stack'
import { tell } from '#start/demo/tell'
import { StartProblem } from '#start/machine/paths'
import { aborted, helpIfAsked, stopSignal, tellAndExit } from '#start/machine/terminal'

/** Starts the demo's world as the command line says, keeps it until it is told to stop, and ends the process. */
export async function runDemo(command: DemoCommand): Promise<never> {
  helpIfAsked(usageOf(command))
  const { isDevelopment } = command
  const signal = stopSignal()
  try {
    const options = readOptions(command)
    const given = givenDatabase()
    if (given && options.isFresh) {
      throw new StartProblem('--fresh does not empty the database of DATABASE_URL; empty it yourself first.')
    }
    if (given && !process.env.DATABASE_OWNER_URL) {
      console.error('DATABASE_OWNER_URL is not set: DATABASE_URL serves for both roles.')
    }
    const folder = openDataFolder(options.dataDir, process.env.PORTAL_CALLED_FROM, command.usualFolder)
    const stack = await startStack({
      ...options,
      folder,
      given,
      isDevelopment,
      durable: true,
      signal,
      say: console.log,
    })
    await tell(stack, { folder, isDevelopment, isGivenDatabase: given !== null })
    const problem = await Promise.race([stack.failure, aborted(signal)])
    await stack.stop()
    if (problem) throw problem
  } catch (error) {
    if (!signal.aborted) tellAndExit(error)
  }
  console.log('Stopped.')
  process.exit(0)
}
