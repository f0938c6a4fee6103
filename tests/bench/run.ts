import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { StartProblem } from '#start/machine/paths'
import { aborted, stopSignal, tellAndExit, usageProblem } from '#start/machine/terminal'
import { type Figure, table } from '#tests/bench/figure'
import { measureImport } from '#tests/bench/import'
import { measureLargeStatement, measureMatching, measureReading } from '#tests/bench/statements'
import { openSurroundings } from '#tests/bench/surroundings'
import { measureWeb, type WebFigure } from '#tests/bench/web'

const names = ['overview', 'notification', 'javascript', 'import', 'reading', 'matching', 'large'] as const
const webNames = ['overview', 'notification', 'javascript'] as const satisfies readonly WebFigure[]
const usage = `Usage: npm run bench -- [--only ${names.join('|')}] [--json FILE] [options]
  --only           measure this alone; may be repeated
  --json           write everything measured into a file
  --rounds         how often the portal and its yardstick take turns (default 3; the import at most twice)
  --seconds        how long one load lasts (default 10)
  --connections    at a time (default 16)
  --assessments    in the database of the web figures (default 300000)
  --notifications  a round (default 2000)
  --rows           of the imported file (default 1000000)
  --entries        of the statement that is read or matched (default 100000); the large one has twenty times as many
  --data-dir       keep the data there, and find them there next time`

const signal = stopSignal()
try {
  const options = readOptions()
  const surroundings = await openSurroundings(options.dataDir)
  try {
    const measured = await Promise.race([measure(), aborted(signal)])
    if (measured) tell(measured)
    else console.log('Stopped.')
  } finally {
    await surroundings.close()
  }
  process.exit()

  async function measure(): Promise<Figure[]> {
    const figures: Figure[] = []
    const web = options.only.filter((name): name is WebFigure => webNames.some((one) => one === name))
    if (web.length > 0) {
      figures.push(...(await measureWeb(surroundings, { ...options, only: web, signal, say: console.log })))
    }
    if (options.only.includes('import')) {
      const rounds = Math.min(options.rounds, 2)
      console.log('Measuring the import …')
      figures.push(...(await measureImport(surroundings, { rows: options.rows, rounds, say: console.log })))
    }
    const { entries, assessments } = options
    const beside = { entries, assessments, say: console.log }
    if (options.only.includes('reading')) {
      console.log('Measuring the reading of statements …')
      figures.push(...(await measureReading(surroundings, { ...beside, rounds: options.rounds })))
    }
    if (options.only.includes('matching')) {
      console.log('Measuring the import and matching of a statement …')
      figures.push(
        ...(await measureMatching(surroundings, { ...beside, rounds: Math.min(options.rounds, 2) })),
      )
    }
    if (options.only.includes('large')) {
      console.log('Measuring a large statement …')
      figures.push(...(await measureLargeStatement(surroundings, { ...beside, entries: entries * 20 })))
    }
    return figures
  }

  function tell(figures: Figure[]) {
    console.log(`\n${table(figures)}`)
    if (options.json) {
      const machine = { cpus: cpus().length, node: process.version, platform: process.platform }
      writeFileSync(options.json, JSON.stringify({ machine, options, figures }, null, 2))
    }
    if (figures.some((figure) => !figure.isReached)) process.exitCode = 1
  }
} catch (error) {
  if (signal.aborted) process.exit(1)
  tellAndExit(error)
}

function readOptions() {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        json: text,
        rounds: text,
        seconds: text,
        connections: text,
        assessments: text,
        notifications: text,
        rows: text,
        entries: text,
        'data-dir': text,
      },
    })
    const only = values.only ?? [...names]
    for (const name of only) {
      if (!names.some((known) => known === name)) throw new StartProblem(`Nothing is called ${name}.`)
    }
    return {
      only: names.filter((name) => only.includes(name)),
      json: values.json,
      dataDir: values['data-dir'],
      rounds: count('rounds', values.rounds, 3),
      seconds: count('seconds', values.seconds, 10),
      connections: count('connections', values.connections, 16),
      assessments: count('assessments', values.assessments, 300_000),
      notifications: count('notifications', values.notifications, 2_000),
      rows: count('rows', values.rows, 1_000_000),
      entries: count('entries', values.entries, 100_000),
    }
  } catch (error) {
    throw usageProblem(error, usage)
  }
}

function count(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new StartProblem(`--${name} must be a whole number from 1 up.`)
  return Number(text)
}
