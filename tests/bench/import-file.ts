import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { demoEnvironment, machineEnvironment } from '#start/environment'
import { root } from '#start/paths'
import { demoSecrets } from '#start/secrets'
import { assessmentsCsv } from '#tests/fixtures/assessments-file'

/** Writes the made-up file of so many assessments, and further lines after them. */
export async function writeAssessments(path: string, rows: number, further = ''): Promise<void> {
  async function* pieces() {
    yield* assessmentsCsv(rows)
    if (further) yield further
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
}

/** Imports a file as the command line does, in a process of its own. Throws what it printed when it fails. */
export async function runImport(options: {
  file: string
  /** Of the secrets the portal runs with. */
  folder: string
  applicationUrl: string
}): Promise<{ seconds: number; peakMb: number }> {
  const { applicationUrl } = options
  const begun = performance.now()
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      // As `npm run portal` starts it.
      '--max-semi-space-size=4',
      ...['--import', join(root, 'tests', 'bench', 'tell-memory.ts')],
      ...['cli/portal.ts', 'import', 'assessments', options.file],
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
      output += chunk.toString('utf8')
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`The import ended with ${code}:\n${output.slice(-3000)}`)
  const peakBytes = Number(/peak memory: (\d+)/.exec(output)?.[1])
  return { seconds: (performance.now() - begun) / 1000, peakMb: peakBytes / 1e6 }
}
