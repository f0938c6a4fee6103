import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nextCommand, root } from '#start/machine/paths'
import type { Processes } from '#start/processes/processes'

/** Everything the built portal depends on. */
const sources = [
  '{app,lib,components,db}/**/*',
  'instrumentation.ts',
  '{next,postcss}.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

const stamp = join(root, '.next', '.built-from')

/** Builds the portal for production unless the last build was made from the very same sources. */
export async function buildPortal(
  processes: Processes,
  environment: Record<string, string>,
  say: (line: string) => void,
): Promise<void> {
  const wanted = hashOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the portal (only when its sources change) …')
  rmSync(stamp, { force: true })
  await processes.run({ label: 'build', command: [nextCommand, 'build'], environment })
  writeFileSync(stamp, wanted)
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const path of globSync(sources, { cwd: root }).sort()) {
    if (/\.test\.tsx?$/.test(path) || !statSync(join(root, path)).isFile()) continue
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}
