import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startOwnDemo } from '#tests/e2e/own-demo'

const page = 'app/(verejne)/page.tsx'
const parts = [
  ...['app', 'components', 'db', 'lib', 'public', 'sandbox', 'start', 'web', 'worker'],
  ...['instrumentation.ts', 'next.config.mjs', 'postcss.config.mjs', 'tsconfig.json'],
  ...['package.json', 'package-lock.json'],
]

/** A copy to change lines in. It lies within the checkout, whose packages it shares. */
function copyCheckout(folder: string): string {
  mkdirSync(folder, { recursive: true })
  for (const part of parts) cpSync(part, join(folder, part), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  return folder
}

test('a line changed in development comes to the page by itself', async ({ page: tab }, testInfo) => {
  // Nothing is compiled before; a busy machine takes its time.
  test.setTimeout(300_000)
  const complaints: string[] = []
  tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  const checkout = copyCheckout(testInfo.outputPath('.checkout'))
  const development = await startOwnDemo({ script: 'start/development/main.ts', checkout })
  try {
    await tab.goto(development.url)
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
    const written = readFileSync(join(checkout, page), 'utf8')
    writeFileSync(join(checkout, page), written.replace('<Doors>', '<p>Zkouška nové věty</p><Doors>'))
    await expect(tab.getByText('Zkouška nové věty')).toBeVisible({ timeout: 60_000 })
    expect(complaints).toEqual([])
  } finally {
    await development.stop()
    rmSync(checkout, { recursive: true, force: true })
  }
})
