import { parseArgs } from 'node:util'
import type { UsualFolder } from '#start/data/data-folder'
import { portFollowers } from '#start/demo/environment'
import { readPort } from '#start/machine/ports'
import { usageProblem } from '#start/machine/terminal'

/** One of the commands that start the demo's world, and what it does when it is told nothing. */
export interface DemoCommand {
  /** `npm run NAME`. */
  name: string
  usualPort: number
  usualFolder: UsualFolder
  /** Whether Next's development server draws the pages instead of a build. */
  isDevelopment: boolean
}

/** How the command is called. */
export const usageOf = ({ name, usualPort, usualFolder }: DemoCommand): string =>
  `Usage: npm run ${name} -- [--port ${usualPort}] [--data-dir FOLDER] [--fresh] [--https]
  --port      the portal's port; the nine after it are used too
  --data-dir  where the data are kept (default ${usualFolder})
  --fresh     begin with new data
  --https     with a certificate of its own, for browsers that log nobody in without (Safari)`

/** What the command line says; throws a UsageProblem for what it cannot say. */
export function readOptions(command: DemoCommand) {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        fresh: { type: 'boolean' },
        https: { type: 'boolean' },
      },
    })
    return {
      port: readPort(values.port ?? String(command.usualPort), portFollowers),
      dataDir: values['data-dir'],
      isFresh: values.fresh ?? false,
      isSecure: values.https ?? false,
    }
  } catch (error) {
    throw usageProblem(error, usageOf(command))
  }
}
