import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { demoSecrets } from '#start/data/secrets'
import { demoEnvironment } from '#start/demo/environment'
import { machineEnvironment } from '#start/machine/environment'
import { root } from '#start/machine/paths'
import { assessmentsCsv } from '#tests/fixtures/assessments-file'

/** Writes the made-up file of so many assessments, and further lines after them. */
export async function writeAssessments(path: string, rows: number, further = ''): Promise<void> {
  async function* pieces() {
    yield* assessmentsCsv(rows)
    if (further) yield further
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
}

/** Imports a file of assessments as the command line does. Throws what it printed when it fails. */
export function runImport(options: { file: string; folder: string; applicationUrl: string }) {
  return runPortal(['import', 'assessments', options.file], options)
}

/** Runs the command line in a process of its own, as `npm run portal` starts it. Throws what it printed when it fails. */
export async function runPortal(
  command: readonly string[],
  options: {
    /** Of the secrets the portal runs with. */
    folder: string
    applicationUrl: string
  },
): Promise<{ seconds: number; peakMb: number; output: string }> {
  const { applicationUrl } = options
  const begun = performance.now()
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=4',
      ...['--import', join(root, 'tests', 'bench', 'tell-memory.ts')],
      ...['cli/portal.ts', ...command],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        NODE_ENV: 'production',
        ...machineEnvironment(),
        ...demoEnvironment({ port: 3000, secrets: demoSecrets(options.folder), applicationUrl }),
      },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-keptOutput)
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`The command ended with ${code}:\n${output.slice(-3000)}`)
  const peakBytes = Number(/peak memory: (\d+)/.exec(output)?.[1])
  return { seconds: (performance.now() - begun) / 1000, peakMb: peakBytes / 1e6, output }
}

const keptOutput = 100_000
