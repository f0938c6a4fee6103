import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { transIdOf } from '#sandbox/comgate/payments'
import { readStateFile } from '#sandbox/gateway/state-file'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/comgate'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comgate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('payments and waiting pushes survive a restart', async () => {
  const stateFile = join(emptyFolder(), 'state.jsonl')
  const first = await startSandboxUnderTest({
    stateFile,
    pushUrl: 'http://127.0.0.1:1/',
    pushPausesMs: [60_000],
  })
  const waiting = await first.createV1({ refId: 'a' })
  const paid = await first.createV2({ refId: 'b' })
  await first.control('POST', `payments/${paid}/pay`)
  await first.close()

  const second = await startSandboxUnderTest({ stateFile })
  await second.untilPushed(1)
  expect(JSON.parse(second.pushes[0]?.body ?? '')).toMatchObject({ transId: paid, status: 'PAID' })
  expect((await second.v1('status', { transId: waiting })).get('status')).toBe('PENDING')
  expect((await second.v1('cancel', { transId: waiting })).get('code')).toBe('0')
  await second.close()
  expect(readStateFile(stateFile, transIdOf).map(({ status }) => status)).toEqual(['CANCELLED', 'PAID'])
})

test('a torn last line does not lose the others, and a start shortens the file', async () => {
  const stateFile = join(emptyFolder(), 'state.jsonl')
  const first = await startSandboxUnderTest({ stateFile })
  const transId = await first.createV1()
  await first.close()
  appendFileSync(stateFile, `${readFileSync(stateFile, 'utf8')}{"transId":"TORN`)

  const second = await startSandboxUnderTest({ stateFile })
  expect((await second.seen(transId)).status).toBe('PENDING')
  expect(readFileSync(stateFile, 'utf8').trimEnd().split('\n')).toHaveLength(1)
})

test('a missing file is an empty one', () => {
  expect(readStateFile(join(emptyFolder(), 'nothing.jsonl'), transIdOf)).toEqual([])
})
