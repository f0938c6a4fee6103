import { describe, expect, test } from 'vitest'
import { faults, files, importsOf, isTest, production, textOf } from './files.ts'

/** The words a file of the domain may carry after what it asks or does; `rules`, `access` and `input` may stand alone. */
const words = ['rules', 'access', 'input', 'queries', 'commands']

/** Below them one speaks a protocol or gives bricks to everybody, so files are called by what they hold. */
const withoutWords =
  /^lib\/(core|identifiers|i18n|gateway\/(comgate|csob|gopay|gpwebpay)|bank\/(gpc|camt|fio))\//

const endings = new Set([
  ...words,
  'test',
  'db.test',
  ...words.flatMap((word) => [`${word}.test`, `${word}.db.test`]),
])

/** What is wrong with the name of a file, or null. */
function nameFault(file: string): string | null {
  const name = file.split('/').at(-1) ?? ''
  const [stem = '', ...rest] = name.replace(/\.(tsx?|mjs)$/, '').split('.')
  const ending = rest.join('.')
  if (/(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(file)) {
    return 'is named after nothing; name it after what it does'
  }
  if (/^index\.tsx?$/.test(name)) return 'is a barrel; import from the file itself'
  if (/[A-Z_]/.test(name.replace(/^_/, ''))) return 'has a name that is not kebab-case'
  if (!file.startsWith('lib/'))
    return words.includes(rest[0] ?? '') ? 'carries a word of lib elsewhere' : null
  if (ending === 'd') return null
  if (ending !== '' && !endings.has(ending))
    return `carries „${ending}“, which is none of ${words.join(', ')}`
  if (withoutWords.test(file)) return words.includes(ending) ? 'speaks a protocol; it carries no word' : null
  if (stem === 'queries' || stem === 'commands') return 'does not say what it asks or does: VERB.commands.ts'
  return null
}

describe('names', () => {
  test('a file is called by what it asks or does and one of five words', () => {
    expect(faults((file) => [nameFault(file) ?? false])).toEqual([])
  })

  test.each([
    ['lib/refund/commands.ts', 'does not say'],
    ['lib/refund/send.command.ts', 'none of'],
    ['lib/refund/sendMoney.commands.ts', 'kebab-case'],
    ['lib/refund/utils.ts', 'after nothing'],
    ['lib/refund/index.ts', 'barrel'],
    ['lib/bank/gpc/read.queries.ts', 'protocol'],
    ['components/office/list.queries.tsx', 'elsewhere'],
  ])('%s would be refused', (file, fault) => {
    expect(nameFault(file)).toContain(fault)
  })

  test.each([
    'lib/refund/send.commands.ts',
    'lib/refund/rules.ts',
    'lib/refund/order/pain.ts',
    'lib/a/b.db.test.ts',
  ])('%s is fine', (file) => {
    expect(nameFault(file)).toBeNull()
  })

  test('a file without a word neither asks nor writes, but for the doors of login', () => {
    expect(
      faults((file) => [
        /^lib\/(?!auth\/(gates|next-auth)\.ts)/.test(file) &&
          !isTest(file) &&
          !words.some((word) => file.endsWith(`.${word}.ts`) || file.endsWith(`/${word}.ts`)) &&
          importsOf(file).some(({ path, isType }) => !isType && /\.(queries|commands)(\.ts)?$/.test(path)) &&
          'calls queries or commands; carry the word',
      ]),
    ).toEqual([])
  })

  test('rules are pure: they know neither database nor surroundings', () => {
    expect(
      faults((file) => [
        /^lib\/.*(\/|\.)rules\.ts$/.test(file) &&
          /from '(#db\/|drizzle-orm|postgres|node:(fs|net|http))|\benv\(\)|\basync\b/.test(textOf(file)) &&
          'is a file of rules and reaches outside',
      ]),
    ).toEqual([])
  })
})

/** Folders that hold too little to be a room of their own, among these files. */
function thinFolders(all: readonly string[]): string[] {
  const held = new Map<string, Set<string>>()
  for (const file of all) {
    const steps = file.split('/')
    for (let depth = 2; depth < steps.length; depth++) {
      const folder = steps.slice(0, depth).join('/')
      held.set(folder, (held.get(folder) ?? new Set()).add(steps[depth] ?? ''))
    }
  }
  return [...held].flatMap(([folder, inside]) => (inside.size < 3 ? [folder] : []))
}

describe('rooms', () => {
  test('a folder is a noun that holds at least three files, tests aside', () => {
    const rooms = production.filter((file) => /^(lib|components|cli|worker|start|sandbox|db)\//.test(file))
    expect(thinFolders(rooms)).toEqual([])
    expect(thinFolders(['lib/a/x.ts', 'lib/a/y.ts', 'lib/a/b/z.ts'])).toEqual(['lib/a/b'])
  })

  test('half of the files have at most sixty lines, and none has more than three hundred', () => {
    const lengths = production.map((file) => textOf(file).split('\n').length).toSorted((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60)
    expect(
      faults((file) => [
        !isTest(file) &&
          textOf(file).split('\n').length > 300 &&
          'is longer than 300 lines; does it hold one thing?',
      ]),
    ).toEqual([])
  })

  test('reads the whole house', () => {
    for (const folder of [
      'app',
      'lib',
      'components',
      'db',
      'cli',
      'worker',
      'web',
      'start',
      'sandbox',
      'tests',
    ]) {
      expect(
        files.some((file) => file.startsWith(`${folder}/`)),
        folder,
      ).toBe(true)
    }
  })
})
