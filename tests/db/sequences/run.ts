import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { aborted, helpIfAsked, stopSignal, tellAndExit, usageProblem } from '#start/machine/terminal'

const usage = `Usage: npm run sequences -- [--count 10000] [--processes 2] [--seed N]
  --count      how many sequences of events in all
  --processes  how many run at once, each with a database server of its own
  --seed       repeats an earlier run: the first part begins by this seed, each further one by the next`

/** So many sequences in one process; a part that fails tells its seed and goes no further. */
const partSize = 200

helpIfAsked(usage)
const signal = stopSignal()
const { count, processes, seed } = readOptions()
const parts = Array.from({ length: Math.ceil(count / partSize) }, (_one, index) => ({
  seed: seed + index,
  count: Math.min(partSize, count - index * partSize),
}))
let passed = 0
let failed = 0
await Promise.race([Promise.all(Array.from({ length: processes }, takeParts)), aborted(signal)])
console.log(`${passed} sequences passed, ${failed} parts failed; seeds from ${seed}`)
process.exit(failed > 0 || signal.aborted ? 1 : 0)

async function takeParts() {
  for (let part = parts.shift(); part && !signal.aborted; part = parts.shift()) {
    const output = await runPart(part)
    if (output === null) passed += part.count
    else failed++
    console.log(
      output === null ? `seed ${part.seed}: passed (${passed})` : `seed ${part.seed}: FAILED\n${output}`,
    )
  }
}

/** Runs one part by vitest; what it told where it failed, else null. */
function runPart(part: { seed: number; count: number }): Promise<string | null> {
  const environment = { SEQUENCES: String(part.count), SEQUENCES_SEED: String(part.seed), NO_COLOR: '1' }
  const command = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=database',
    'tests/db/sequences.test.ts',
  ]
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...environment },
    signal,
  })
  const pieces: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(String(error)))
    child.on('close', (code) => resolve(code === 0 ? null : pieces.join('')))
  })
}

function readOptions() {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { count: text, processes: text, seed: text } })
  const number = (given: string | undefined, usual: number) => Number(given ?? usual)
  const options = {
    count: number(values.count, 10_000),
    processes: number(values.processes, 2),
    seed: number(values.seed, randomInt(1_000_000)),
  }
  const isWrong = Object.values(options).some((one) => !Number.isInteger(one) || one < 0)
  if (isWrong) tellAndExit(usageProblem(new Error('Only whole numbers.'), usage))
  return options
}
