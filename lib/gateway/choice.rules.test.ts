import { expect, test } from 'vitest'
import { citySettingsShape } from '#lib/city/input'
import { chooseGateway } from './choice.rules.ts'

const all = ['comgate', 'csob', 'gopay']
const setting = (given: object) => citySettingsShape.parse({ cardGateways: given }).cardGateways
const choose = (given: object, kinds: string[], configured = all) =>
  chooseGateway(setting(given), configured, kinds)
const dogsElsewhere = { default: 'comgate', byFeeKind: { pes: 'csob', najem: 'csob' } }

test.each([
  ['nothing said: the first described', {}, ['odpad'], 'comgate'],
  ['the default', { default: 'gopay' }, ['odpad'], 'gopay'],
  ['another for a kind', dogsElsewhere, ['pes'], 'csob'],
  ['two kinds with one gateway', dogsElsewhere, ['pes', 'najem'], 'csob'],
  ['kinds with different gateways: the default', dogsElsewhere, ['pes', 'odpad'], 'comgate'],
  ['an unknown name for a kind', { byFeeKind: { pes: 'brana' } }, ['pes'], 'comgate'],
  ['an unknown default', { default: 'brana' }, ['odpad'], 'comgate'],
  ['nothing chosen yet', dogsElsewhere, [], 'comgate'],
  [
    'a fallback for a switched-off one',
    { off: { comgate: 'Nejde.' }, fallback: 'gopay' },
    ['odpad'],
    'gopay',
  ],
  ['another one switched off', { off: { csob: 'Nejde.' } }, ['odpad'], 'comgate'],
])('%s', (_what, given, kinds, name) => {
  expect(choose(given, kinds)).toEqual({ name, sentence: null, isBroken: false })
})

test.each([
  ['no fallback', { off: { comgate: 'Nejde.' } }, 'Nejde.'],
  [
    'a fallback switched off too',
    { off: { comgate: 'Nejde.', csob: 'Ani ta.' }, fallback: 'csob' },
    'Nejde.',
  ],
  ['a fallback that is not described', { off: { comgate: 'Nejde.' }, fallback: 'brana' }, 'Nejde.'],
  ['without a sentence', { off: { comgate: '' } }, null],
])('a switched-off gateway, %s: nothing takes cards', (_what, given, sentence) => {
  expect(choose(given, ['odpad'])).toEqual({ name: null, sentence, isBroken: false })
})

test('no gateway described: nothing takes cards', () => {
  expect(choose({}, ['odpad'], [])).toEqual({ name: null, sentence: null, isBroken: false })
})

const off = { comgate: 'Nejde.' }
test.each<[string, object, string[], string[], { name: string | null; isBroken: boolean }]>([
  ['without a fallback it is tried', {}, ['odpad'], ['comgate'], { name: 'comgate', isBroken: true }],
  ['another one broken', { fallback: 'csob' }, ['odpad'], ['gopay'], { name: 'comgate', isBroken: false }],
  ['the fallback', { fallback: 'csob' }, ['odpad'], ['comgate'], { name: 'csob', isBroken: false }],
  [
    'the fallback of the kind',
    { fallback: 'csob', fallbackByFeeKind: { pes: 'gopay' } },
    ['pes'],
    ['comgate'],
    { name: 'gopay', isBroken: false },
  ],
  [
    'kinds with different fallbacks: the common one',
    { fallback: 'csob', fallbackByFeeKind: { pes: 'gopay' } },
    ['pes', 'odpad'],
    ['comgate'],
    { name: 'csob', isBroken: false },
  ],
  [
    'both broken: the first is tried',
    { fallback: 'csob' },
    ['odpad'],
    ['comgate', 'csob'],
    { name: 'comgate', isBroken: true },
  ],
  [
    'itself as its fallback',
    { fallback: 'comgate' },
    ['odpad'],
    ['comgate'],
    { name: 'comgate', isBroken: true },
  ],
  [
    'a fallback switched off',
    { fallback: 'csob', off: { csob: '' } },
    ['odpad'],
    ['comgate'],
    { name: 'comgate', isBroken: true },
  ],
  [
    'switched off, the fallback broken',
    { off, fallback: 'csob' },
    ['odpad'],
    ['csob'],
    { name: 'csob', isBroken: true },
  ],
])('a gateway that fails its checks, %s', (_what, given, kinds, broken, choice) => {
  expect(chooseGateway(setting(given), all, kinds, broken)).toMatchObject(choice)
})
