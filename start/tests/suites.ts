import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portFollowers } from '#start/demo/environment'
import { nextCommand, root } from '#start/machine/paths'
import { freePortRow } from '#start/machine/ports'
import { ensureChromium } from '#start/tests/chromium'
import { judged, type Tally, tallyOfPlaywright, tallyOfVitest } from '#start/tests/tally'
import { runTool } from '#start/tests/tool'

interface Surroundings {
  /** Parts of the names of test files; empty: all of them. */
  filters: readonly string[]
  signal: AbortSignal
}

const bin = (path: string) => join(root, 'node_modules', path)

/** Every kind of check, the quick ones first. */
export const suites = {
  lint: ({ signal }: Surroundings) => oneTest([bin('@biomejs/biome/bin/biome'), 'check', '.'], signal),
  types: checkTypes,
  unit: (surroundings: Surroundings) => vitest('unit', surroundings),
  database: (surroundings: Surroundings) => vitest('database', surroundings),
  e2e: (surroundings: Surroundings) => endToEnd('tests/e2e', surroundings),
  // Other engines over the same pages: slow, so only when asked for.
  night: (surroundings: Surroundings) => endToEnd('tests/night', surroundings),
} satisfies Record<string, (surroundings: Surroundings) => Promise<Tally>>

export type SuiteName = keyof typeof suites
export const quickSuites: readonly SuiteName[] = ['lint', 'types', 'unit']
export const allSuites = Object.keys(suites) as SuiteName[]
/** What runs when nobody says which. */
export const usualSuites: readonly SuiteName[] = allSuites.filter((name) => name !== 'night')

/** A tool without tests of its own is one test. */
async function oneTest(command: readonly string[], signal: AbortSignal): Promise<Tally> {
  return (await runTool(command, signal)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function checkTypes({ signal }: Surroundings): Promise<Tally> {
  // The types of routes are generated; a clean clone has none.
  const generated = await oneTest([nextCommand, 'typegen'], signal)
  return generated.failed > 0
    ? generated
    : oneTest([bin('typescript/bin/tsc'), '--noEmit', '-p', '.'], signal)
}

async function vitest(project: string, { filters, signal }: Surroundings): Promise<Tally> {
  return withReport(tallyOfVitest, filters, (report) =>
    runTool(
      [
        bin('vitest/vitest.mjs'),
        'run',
        `--project=${project}`,
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []),
      ],
      signal,
    ),
  )
}

async function endToEnd(folder: string, { filters, signal }: Surroundings): Promise<Tally> {
  const files = globSync(`${folder}/**/*.spec.ts`, { cwd: root })
  const own = join(root, folder, 'playwright.config.ts')
  const configuration = existsSync(own) ? [`--config=${own}`] : []
  const isWanted = (file: string) => filters.some((filter) => file.includes(filter))
  if (filters.length > 0 && !files.some(isWanted)) return { passed: 0, failed: 0 }
  const environment = {
    CHROMIUM_PATH: ensureChromium(),
    E2E_PORT: String(await freePortRow(portFollowers + 1)),
  }
  return withReport(tallyOfPlaywright, filters, (report) =>
    runTool(
      [bin('@playwright/test/cli.js'), 'test', ...configuration, '--reporter=dot,json', ...filters],
      signal,
      {
        ...environment,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    ),
  )
}

async function withReport(
  count: (report: unknown) => Tally,
  filters: readonly string[],
  run: (report: string) => Promise<number>,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'portal-report-'))
  const report = join(folder, 'report.json')
  try {
    const exitCode = await run(report)
    return judged(readTally(report, count), exitCode, filters.length > 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readTally(report: string, count: (report: unknown) => Tally): Tally | null {
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    return null
  }
}
