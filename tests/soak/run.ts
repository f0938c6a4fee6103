import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isWriteToLostConnection } from '#db/lost-connection'
import { log } from '#lib/core/log'
import { openDataFolder } from '#start/data/data-folder'
import { StartProblem } from '#start/machine/paths'
import { aborted, helpIfAsked, stopSignal, tellAndExit, usageProblem } from '#start/machine/terminal'
import { findPgBouncer } from '#tests/db/pgbouncer'
import { compare } from '#tests/soak/compare'
import { drive } from '#tests/soak/drive'
import { chanceOf } from '#tests/soak/random'
import { settleDown } from '#tests/soak/settle'
import { startWorld, victims } from '#tests/soak/world'

const usage = `Usage: npm run soak -- [--minutes 10] [--seed N] [--keep] [--verbose] [--pgbouncer]
  --minutes  how long people pay while everything misbehaves and is killed; parts of a minute too
  --seed     repeats the choices of an earlier run (not the moments, which the machine decides)
  --keep     leave the data and the logs in their folder
  --pgbouncer  put this machine's PgBouncer in session mode before the database (PGBOUNCER names another command)
  --verbose  tell which faults people, officers and the bank met on the way`

helpIfAsked(usage)
// What the portal says while its database is killed is told in the end by kinds of faults.
log.level = 'silent'
// The driver writes to a connection that a kill took away; the transaction itself has been told.
process.on('uncaughtException', (error) => {
  if (isWriteToLostConnection(error)) return
  console.error(error)
  process.exit(1)
})
const signal = stopSignal()
try {
  const options = readOptions()
  const folder = mkdtempSync(join(tmpdir(), 'portal-soak-'))
  // The database's system user passes through on the way to its own folder.
  chmodSync(folder, 0o755)
  openDataFolder(folder)
  process.exitCode = 1
  const world = await startWorld(folder, console.log, options.pgbouncer)
  try {
    await Promise.race([soak(), aborted(signal)])
  } finally {
    await world.stop()
    if (options.keep) console.log(`Data and logs: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
  process.exit()

  async function soak() {
    console.log(`Soaking for ${options.minutes} minutes, seed ${options.seed} …`)
    const { bank, officers, ends, faults } = await drive(world, {
      chance: chanceOf(options.seed),
      forMs: options.minutes * 60_000,
      signal,
    })
    if (signal.aborted) return
    console.log(`Visits: ${listOf(ends)}. Settling down …`)
    if (options.isVerbose) console.log(listOf(faults, '\n'))
    await settleDown(world, bank, officers)
    const found = await compare(world, bank)
    const problems = [...found.duplicates, ...found.orphans, ...found.differences]
    for (const problem of problems) console.log(problem)
    console.log(
      `${found.payments} payments, ${found.transfers} transfers in ${bank.imports} statements, ${found.refunds} refunds, ${found.mails} mails`,
    )
    console.log(`killed: ${victims.map((name) => `${name} ${world.kills[name]}`).join(', ')}`)
    console.log(
      `${found.duplicates.length} duplicates, ${found.orphans.length} orphans, ${found.differences.length} differences`,
    )
    if (problems.length > 0) console.log(`seed ${options.seed}`)
    process.exitCode = problems.length > 0 ? 1 : 0
  }
} catch (error) {
  if (signal.aborted) process.exit(1)
  tellAndExit(error)
}

function listOf(counts: ReadonlyMap<string, number>, between = ', '): string {
  return [...counts].map(([what, count]) => `${what} ${count}`).join(between)
}

function readOptions() {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      options: {
        minutes: text,
        seed: text,
        keep: { type: 'boolean' },
        verbose: { type: 'boolean' },
        pgbouncer: { type: 'boolean' },
      },
    })
    const minutes = Number(values.minutes ?? 10)
    const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
    if (!(minutes > 0 && minutes <= 1440)) throw new StartProblem('--minutes must be a number up to 1440.')
    if (!Number.isInteger(seed) || seed < 0) throw new StartProblem('--seed must be a whole number.')
    const pgbouncer = values.pgbouncer ? findPgBouncer() : null
    if (values.pgbouncer && !pgbouncer) {
      throw new StartProblem('There is no PgBouncer on this machine; install it, or name it in PGBOUNCER.')
    }
    return { minutes, seed, keep: values.keep ?? false, isVerbose: values.verbose ?? false, pgbouncer }
  } catch (error) {
    throw usageProblem(error, usage)
  }
}
