import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { root } from '#start/machine/paths'

/**
 * The second and third engine beside axe, in exact versions that fit one another. A hundred megabytes nobody needs by
 * day, so the first night installs them into a folder of their own.
 */
const engines = {
  '@siteimprove/alfa-playwright': '0.81.4',
  '@siteimprove/alfa-act': '0.112.0',
  '@siteimprove/alfa-rules': '0.112.0',
  'vnu-jar': '26.9.27',
}
const folder = join(root, 'node_modules', '.cache', 'night')

/** Installs the engines where they are not yet. */
export function installEngines(): void {
  const marker = join(folder, `installed-${Object.values(engines).join('-')}`)
  if (existsSync(marker)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: engines }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'], {
    cwd: folder,
    stdio: 'inherit',
  })
  writeFileSync(marker, '')
}

const load = (name: string) =>
  import(pathToFileURL(createRequire(join(folder, 'package.json')).resolve(name)).href)

/** What Siteimprove Alfa finds wrong on a page by its rules of WCAG A and AA: the rule and the place. */
export async function alfaFaults(page: Page): Promise<string[]> {
  const [{ Playwright }, { Audit, Outcome }, { default: rules }, { Conformance }] = await Promise.all(
    ['alfa-playwright', 'alfa-act', 'alfa-rules', 'alfa-wcag'].map((name) => load(`@siteimprove/${name}`)),
  )
  // Some rules stand on techniques or good practice alone, which have no level.
  const isAA = (requirement: { level?: unknown }) =>
    requirement.level !== undefined && Conformance.isAA()(requirement)
  const ofLevel = rules.filter((rule: { hasRequirement(of: typeof isAA): boolean }) =>
    rule.hasRequirement(isAA),
  )
  const document = await page.evaluateHandle(() => window.document)
  const outcomes = await Audit.of(await Playwright.toPage(document), ofLevel).evaluate()
  const faults = [...outcomes].filter((outcome) => Outcome.isFailed(outcome))
  return faults.map(
    ({ rule, target }) => `${rule.uri} ${String(target).slice(0, 200).replaceAll(/\s+/g, ' ')}`,
  )
}

/** What the Nu HTML checker refuses and we mean. */
const meant = [
  // A table shown as cards on a phone would stop being one: the roles are written out (components/ui/table.tsx).
  /^The “role” attribute must not be used on an? “(tr|td|th|tbody|thead|tfoot)” element which has a “table” ancestor/,
  // React draws a form of a server action so; a browser sends it to the page's own address.
  /^Bad value “” for attribute “action” on element “form”/,
]

/** Whether Java is here, without which the Nu HTML checker cannot run. */
export const hasJava = (): boolean => spawnSync('java', ['-version']).status === 0

/** What the Nu HTML checker finds wrong in the HTML of an answer. */
export function markupFaults(html: string): string[] {
  const jar = join(folder, 'node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar')
  const { stderr } = spawnSync('java', ['-jar', jar, '--format', 'json', '--errors-only', '-'], {
    input: html,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { messages } = JSON.parse(stderr || '{"messages":[]}') as {
    messages: { message: string; extract?: string }[]
  }
  const faults = messages.filter(({ message }) => !meant.some((pattern) => pattern.test(message)))
  return faults.map(({ message, extract }) => `${message} ${extract ?? ''}`.trim())
}
