import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const preload = join(import.meta.dirname, 'json-output.ts')

/** What a process that begins as the portal's do prints while it does this. */
function linesOf(script: string) {
  const ended = spawnSync(process.execPath, ['--import', preload, '--eval', script], {
    encoding: 'utf8',
    env: { ...process.env, LOG_LEVEL: 'info' },
  })
  const lines = `${ended.stdout}${ended.stderr}`.split('\n').filter(Boolean)
  return { lines: lines.map((line) => JSON.parse(line)), status: ended.status }
}

test.each([
  ["process.emitWarning('careful')", 'warn', 'careful'],
  ["process.emitWarning('old', 'DeprecationWarning', 'DEP9999')", 'warn', 'old'],
  ["new (require('node:buffer').Buffer)(1)", 'warn', 'Buffer() is deprecated'],
  ["console.error('%s failed', 'it')", 'error', 'it failed'],
  ["console.error('\\u001b[31mred\\u001b[0m', new Error('inside'))", 'error', 'red'],
  ["console.log('two\\nlines')", 'info', 'two\nlines'],
])('%s is a line of the log', (script, level, text) => {
  const { lines, status } = linesOf(script)
  expect(lines).toHaveLength(1)
  expect(lines[0].level).toBe(level)
  expect(lines[0].msg).toContain(text)
  expect(status).toBe(0)
})

test.each(["throw new Error('nobody')", "Promise.reject(new Error('nobody'))"])(
  '%s is a line of the log and the end',
  (script) => {
    const { lines, status } = linesOf(script)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ level: 'error', err: { message: 'nobody' } })
    expect(status).toBe(1)
  },
)
