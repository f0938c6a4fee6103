import { expect, test } from 'vitest'
import { namesIn, production, readOther, textOf } from './files.ts'

interface Sentence {
  area: string
  key: string
}

/** Every sentence by its file and its path in it: `payment`, `refusal.not_found`. */
function sentencesOf(folder: string): Sentence[] {
  const keysOf = (value: unknown, path: string): string[] =>
    typeof value === 'string'
      ? [path]
      : Object.entries(value as object).flatMap(([name, one]) => keysOf(one, path ? `${path}.${name}` : name))
  return namesIn(folder).flatMap((file) => {
    const area = file.replace('.json', '')
    return keysOf(JSON.parse(readOther(`${folder}/${file}`)), '').map((key) => ({
      area,
      key,
    }))
  })
}

/** Whether a file that speaks of this area names the sentence, whole or by a template such as `refusal.${error}`. */
function isSaid(area: string, key: string): boolean {
  const speaks = new RegExp(`'${area}'|/${area}(\\.json|-sentences(\\.ts)?)'`)
  const written = key.replaceAll('.', '\\.')
  const whole = new RegExp(`'${written}'|\\bsentences\\.${written}\\b`)
  const [group, ...rest] = key.split('.')
  return (
    // A file may speak of one group only: `overview.state`.
    (rest.length > 0 && isSaid(`${area}.${group}`, rest.join('.'))) ||
    speakers(speaks).some(
      (source) => whole.test(source) || templatesIn(source).some((template) => template.test(key)),
    )
  )
}

const sources = production.filter((file) => /^(app|components|lib|cli)\//.test(file)).map(textOf)
const speakers = (speaks: RegExp) => sources.filter((source) => speaks.test(source))

const templatesIn = (source: string): RegExp[] =>
  [...source.matchAll(/`((?:[\w.]|\$\{[^`}]*\})+)`/g)]
    .map(([, template = '']) => template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+'))
    .filter((pattern) => pattern.replaceAll('\\w+', '') !== '')
    .map((pattern) => new RegExp(`^${pattern}$`))

test('every sentence is said somewhere', () => {
  expect(sentencesOf('lib/i18n/cs').filter(({ area, key }) => !isSaid(area, key))).toEqual([])
  expect(isSaid('common', 'saidNowhere')).toBe(false)
})
