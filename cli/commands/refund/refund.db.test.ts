import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { nextWorkingDay } from '#lib/core/working-days'
import { sendRefund } from '#lib/refund/send.commands'
import { attemptRow, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { overpaid } from '#tests/fixtures/refunds'
import { refundApproveCommand } from './refund-approve.ts'
import { refundListCommand } from './refund-list.ts'
import { refundOrderCancelCommand } from './refund-order-cancel.ts'
import { refundOrderCreateCommand } from './refund-order-create.ts'
import { refundOrderFileCommand } from './refund-order-file.ts'
import { refundOrderListCommand } from './refund-order-list.ts'
import { refundProposeCommand } from './refund-propose.ts'
import { refundRejectCommand } from './refund-reject.ts'
import { refundResolveCommand } from './refund-resolve.ts'

let world: PaymentWorld
const folder = mkdtempSync(join(tmpdir(), 'portal-orders-'))
beforeAll(async () => {
  world = await paymentWorld()
  await logIn('urednice', ['clerk'])
  await logIn('ucetni', ['accountant'])
  await logIn('prohlizi', ['viewer'])
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await world.close()
})

/** An officer who logged in once. */
async function logIn(subject: string, roles: string[]) {
  const [row] = await world.db.owner<
    { id: string }[]
  >`insert into identity (realm, issuer, subject, family_name)
    values ('office', 'http://localhost/id', ${subject}, 'Úřední') returning id`
  await world.db.owner`insert into login_session
    (token_hash, realm, identity_id, roles, idle_expires_at, absolute_expires_at)
    values (${randomUUID()}, 'office', ${row?.id ?? ''}, ${roles}, now() + interval '1 hour', now() + interval '1 hour')`
}

type Command = (
  args: readonly string[],
  surroundings: { print: (line: string) => void; cwd: string },
) => Promise<number>

async function run(command: Command, text: string): Promise<[number, string]> {
  const lines: string[] = []
  const code = await command(text === '' ? [] : text.split(' '), {
    print: (line) => lines.push(line),
    cwd: folder,
  })
  return [code, lines.join('\n').replaceAll('\u00a0', ' ')]
}

async function proposal() {
  const paid = await overpaid(world, 900)
  const [payer] = await world.db.owner`select external_id from payer where id = ${paid.payerId}`
  const { reference } = await attemptRow(world.db, paid.attemptId)
  const words = `--payer ${payer?.external_id} --fee odpad --ground credit --amount 900 --seen-credit 900`
  return { ...paid, payer: payer?.external_id, words: `${words} --attempt ${reference}` }
}

async function referenceOf(accountId: number): Promise<string> {
  const [row] = await world.db.owner`select reference from refund where account_id = ${accountId}`
  return row?.reference
}

test.each<[string, Command, string]>([
  ['propose', refundProposeCommand, ''],
  ['propose', refundProposeCommand, '--as a --payer 1 --fee odpad --ground jiny --amount 1 --seen-credit 1'],
  ['propose', refundProposeCommand, '--as a --nic 1'],
  ['approve', refundApproveCommand, '1 --as a'],
  ['approve', refundApproveCommand, '--as a --amount 1'],
  ['reject', refundRejectCommand, '1 --as a'],
  ['resolve', refundResolveCommand, '1 --as a --outcome jiny --reason x'],
  ['list', refundListCommand, ''],
  ['list', refundListCommand, '--as a --state jiny'],
  ['order list', refundOrderListCommand, ''],
  [
    'order create',
    refundOrderCreateCommand,
    '--as a --account 1 --format jiny --due 2026-06-01 --amount 1 --out x',
  ],
  [
    'order create',
    refundOrderCreateCommand,
    '--as a --account 1 --format abo --due zitra --amount 1 --out x',
  ],
  ['order file', refundOrderFileCommand, 'prvni --as a --out x'],
  ['order cancel', refundOrderCancelCommand, '1 --as a'],
])('wrong usage of %s', async (_name, command, text) => {
  expect(await run(command, text)).toEqual([2, expect.stringContaining('Použití:')])
})

test('proposed by one, approved by another, sent and listed', async () => {
  const { words, accountId, payer } = await proposal()
  expect(await run(refundProposeCommand, `--as urednice ${words}`)).toEqual([
    0,
    expect.stringMatching(/^Vratka \d+: navržená\.$/),
  ])
  const reference = await referenceOf(accountId)
  expect(await run(refundApproveCommand, `${reference} --as urednice --amount 900`)).toEqual([
    1,
    'K tomu nemá úředník oprávnění, nebo taková vratka není.',
  ])
  expect(await run(refundApproveCommand, `${reference} --as ucetni --amount 899`)).toEqual([
    1,
    'Vratka má jinou částku, než bylo zadáno. Podívejte se na ni znovu.',
  ])
  expect(await run(refundApproveCommand, `${reference} --as ucetni --amount 900`)).toEqual([
    0,
    'Vratka je schválená.',
  ])
  const [row] = await world.db.owner`select id from refund where reference = ${reference}`
  await sendRefund(makeJob('send-refund'), row?.id)
  const [code, text] = await run(refundListCommand, '--as ucetni --state done')
  expect(code).toBe(0)
  expect(text).toContain(
    `· 900 Kč · vrácená · přeplatek (§ 155 daňového řádu) · platební bránou · poplatník ${payer}`,
  )
  expect(text).toContain('Vratek: 1.')
  const reads = await world.db.owner`select 1 from audit_entry where action = 'refund.read'`
  expect(reads).toHaveLength(1)
  const [, json] = await run(refundListCommand, '--as ucetni --json')
  expect(JSON.parse(json)[0]).toMatchObject({ reference, amountHal: 90_000, state: 'done' })
})

test('one who proposed may not approve; rejected with a reason', async () => {
  const { words, accountId } = await proposal()
  await run(refundProposeCommand, `--as ucetni ${words}`)
  const reference = await referenceOf(accountId)
  expect(await run(refundApproveCommand, `${reference} --as ucetni --amount 900`)).toEqual([
    1,
    'Vratku musí schválit někdo jiný než ten, kdo ji navrhl.',
  ])
  expect(await run(refundResolveCommand, `${reference} --as ucetni --outcome done --reason x`)).toEqual([
    1,
    'Tuto vratku takto uzavřít nejde.',
  ])
  expect(await run(refundRejectCommand, `${reference} --as ucetni --reason omyl`)).toEqual([
    0,
    'Vratka je zamítnutá.',
  ])
})

test('somebody without the permission, and somebody nobody knows', async () => {
  const { words } = await proposal()
  const unknown = 'Takový poplatník nebo jeho účet tu není.'
  expect(await run(refundProposeCommand, `--as prohlizi ${words}`)).toEqual([1, unknown])
  expect(await run(refundListCommand, '--as prohlizi')).toEqual([1, 'K vratkám nemá úředník oprávnění.'])
  expect(await run(refundListCommand, '--as nikdo')).toEqual([
    1,
    'Úředník nikdo se do portálu ještě nepřihlásil.',
  ])
})

test('a process of its own approves, queues the sending and ends', async () => {
  const { words, accountId } = await proposal()
  await run(refundProposeCommand, `--as urednice ${words}`)
  const reference = await referenceOf(accountId)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['cli/portal.ts', 'refund', 'approve', reference, '--as', 'ucetni', '--amount', '900'],
    { env: { ...process.env, DATABASE_URL: world.db.applicationUrl }, timeout: 15_000 },
  )
  expect(stdout.trim()).toBe('Vratka je schválená.')
  const jobs = await world.db
    .owner`select 1 from pgboss.job j join refund r on r.id::text = j.data->>'refundId'
    where r.reference = ${reference} and j.name = 'send-refund'`
  expect(jobs).toHaveLength(1)
})

test('a refund to a bank account leaves in the file of an order, written again the same, and cancelled by another', async () => {
  const { accountId, payer } = await proposal()
  await world.db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', '19-2000145399/0800', 'CZ6508000000192000145399', '2020-01-01') on conflict do nothing`
  const words = `--payer ${payer} --fee odpad --ground credit --amount 900 --seen-credit 900 --bank-account 1265098001/5500`
  await run(refundProposeCommand, `--as urednice ${words}`)
  const reference = await referenceOf(accountId)
  await run(refundApproveCommand, `${reference} --as ucetni --amount 900`)
  const [, waiting] = await run(refundOrderListCommand, '--as ucetni')
  expect(waiting).toContain(`${reference} · 900 Kč · 1265098001/5500`)
  expect(waiting).toContain('Na příkaz čeká: 1 vratka, celkem 900 Kč.')
  const due = nextWorkingDay(pragueDate(now()))
  const create = `--as ucetni --account 19-2000145399/0800 --format abo --due ${due} --amount 900 --out`
  expect(await run(refundOrderCreateCommand, `${create.replace('ucetni', 'urednice')} x.kpc`)).toEqual([
    1,
    expect.any(String),
  ])
  const [code, told] = await run(refundOrderCreateCommand, `${create} chybi/prikaz.kpc`)
  expect([code, told]).toEqual([
    1,
    expect.stringContaining('Příkaz zůstává, zapište ho znovu: refund-order file'),
  ])
  const number = /Příkaz (\d+) z účtu/.exec(told)?.[1]
  expect(await run(refundOrderFileCommand, `${number} --as ucetni --out prikaz.kpc`)).toEqual([
    0,
    expect.stringContaining('1 vratka, 900 Kč.'),
  ])
  expect(readFileSync(join(folder, 'prikaz.kpc'), 'latin1')).toContain(
    `1265098001 90000 ${reference} 55000000 0 AV:`,
  )
  expect(await run(refundOrderCreateCommand, `${create} y.kpc`)).toEqual([
    1,
    'Žádná schválená vratka na bankovní účet na příkaz nečeká.',
  ])
  expect(await run(refundOrderCancelCommand, `${number} --as ucetni --reason chyba`)).toEqual([
    1,
    'Příkaz musí zrušit někdo jiný než ten, kdo ho vytvořil.',
  ])
  await logIn('druha', ['accountant'])
  expect(await run(refundOrderCancelCommand, `${number} --as druha --reason chyba`)).toEqual([
    0,
    expect.any(String),
  ])
  expect(await run(refundOrderFileCommand, `${number} --as ucetni --out prikaz.kpc`)).toEqual([
    1,
    expect.any(String),
  ])
  const [, after] = await run(refundOrderListCommand, '--as ucetni')
  expect(after).toContain('zrušený')
})
