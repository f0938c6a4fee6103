import ts from 'typescript'
import { describe, expect, test } from 'vitest'
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
  const unsaid = sentencesOf('lib/i18n/cs').filter(({ area, key }) => !isSaid(area, key))
  expect(
    unsaid.map(
      ({ area, key }) =>
        `lib/i18n/cs/${area}.json: „${key}“ is said nowhere; say it with t('${key}') or take it out`,
    ),
  ).toEqual([])
  expect(isSaid('common', 'saidNowhere')).toBe(false)
})

/** Words of our sentences that English and the protocols write alike. */
const shared = [
  'api',
  'chargeback',
  'decide',
  'fio',
  'iban',
  'import',
  'info',
  'known',
  'list',
  'mail',
  'npm',
  'offset',
  'portal',
  'receivable',
  'reference',
  'run',
  'settlement',
  'start',
  'stmt',
  'symbol',
  'text',
  'token',
  'tokens',
  'until',
]

/** Words that our sentences write without any accent, by which such a sentence is known elsewhere. */
const bareWords = new Set(
  namesIn('lib/i18n/cs')
    // The command line names its commands in English.
    .filter((file) => file !== 'command-line.json')
    .flatMap((file) => readOther(`lib/i18n/cs/${file}`).match(/(?<=: ")[^"]+/g) ?? [])
    .flatMap((text) =>
      text
        .replace(/\{\w+(, (plural|select),)?|(?<=(plural|select), |\} ?)\w+(?= \{)|<[^>]*>/g, ' ')
        .split(/[^\p{L}]+/u),
    )
    .map((word) => word.toLowerCase())
    .filter((word) => /^[a-z]{3,}$/.test(word) && !shared.includes(word)),
)

/** Whether a text has a Czech letter, or is more than a name and has a Czech word. */
function isCzech(text: string, isSql: boolean): boolean {
  if (/[áčďéěíňóřšťúůýž]/i.test(text)) return true
  if (isSql || !/\s/.test(text)) return false
  const words = text.matchAll(/(?<=^|[\s(„,])\p{L}+(?=$|[\s,.:;)!?“])/gu)
  return [...words].some(([word]) => bareWords.has(word.toLowerCase()))
}

interface Literal {
  file: string
  line: number
  text: string
}

/** The Czech texts in a source: strings and the pieces of templates. Comments and patterns are none. */
function czechIn(file: string, source: string): Literal[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const found: Literal[] = []
  const look = (node: ts.Node, isSql: boolean): void => {
    const isText =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
    if (isText && isCzech(node.text, isSql)) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1
      found.push({ file, line, text: node.text.trim() })
    }
    // The pieces of a query are SQL; what stands between them is not.
    const isQuery = ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText())
    const isPiece = ts.isTemplateExpression(node) || ts.isTemplateSpan(node)
    ts.forEachChild(node, (child) => look(child, isQuery || (isSql && (isPiece || !ts.isExpression(child)))))
  }
  look(tree, false)
  return found
}

/** Czech texts that are no sentences, each with its reason. */
const exceptions: { why: string; file: string; texts: string[] }[] = [
  { why: 'the unit of an amount', file: 'lib/core/money.ts', texts: ['Kč'] },
  { why: 'the name of a company', file: 'lib/gateway/csob/adapter.ts', texts: ['ČSOB'] },
  {
    why: 'settings until the city has its own',
    file: 'lib/city/input.ts',
    texts: ['Město', 'Mestske poplatky'],
  },
  { why: 'a setting, compared with', file: 'lib/city/rules.ts', texts: ['úřad'] },
  {
    why: 'values that the agenda reads',
    file: 'lib/close/export-agenda.queries.ts',
    texts: ['zaúčtováno', 'návrh'],
  },
  {
    why: 'columns of the gateway’s file',
    file: 'lib/gateway/gpwebpay/settlement.ts',
    texts: ['sumář', 'číslo', 'částka', 'k úhradě', 'datum zpracování', 'druh karty'],
  },
  {
    why: 'columns of the gateway’s file',
    file: 'lib/gateway/comgate/settlement.ts',
    texts: [
      'poplatek celkem',
      'poplatek mezibankovni',
      'poplatek asociace',
      'poplatek zpracovatel',
      'datum prevodu',
      'datum zaplaceni',
    ],
  },
  {
    why: 'columns of the gateway’s file',
    file: 'lib/gateway/gopay/settlement.ts',
    texts: ['id pohybu', 'id referencniho pohybu', 'pocatecni stav', 'koncovy stav'],
  },
  {
    why: 'letters a query compares without accents',
    file: 'lib/matching/candidates.queries.ts',
    texts: [
      ", 'áäčďéěëíľĺňóôöőřŕšťúůüűýžÁÄČĎÉĚËÍĽĹŇÓÔÖŐŘŔŠŤÚŮÜŰÝŽ', 'aacdeeeillnoooorrstuuuuyzAACDEEEILLNOOOORRSTUUUUYZ') collate \"cs-x-icu\")",
    ],
  },
  {
    why: 'letters by which a coding is told',
    file: 'lib/core/table/encoding.ts',
    texts: ['áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ'],
  },
  {
    why: 'letters a query compares without accents',
    file: 'lib/payment/history/search.rules.ts',
    texts: ['áäčďéěëíľĺňóôöőřŕšťúůüűýž'],
  },
]

describe('no sentence stands outside lib/i18n/cs', () => {
  const met = production
    .filter((file) => /^lib\/(?!i18n\/)/.test(file))
    .flatMap((file) => czechIn(file, textOf(file)))

  test('in a string or a template of lib', () => {
    const isAllowed = ({ file, text }: Literal) =>
      exceptions.some((one) => one.file === file && one.texts.includes(text))
    const faults = met.filter((literal) => !isAllowed(literal))
    expect(faults.map(({ file, line, text }) => `${file}:${line}: „${text}“`)).toEqual([])
  })

  test('every exception is met', () => {
    const allowed = exceptions.flatMap(({ file, texts }) => texts.map((text) => `${file}: ${text}`))
    const present = met.map(({ file, text }) => `${file}: ${text}`)
    expect(allowed.filter((one) => !present.includes(one))).toEqual([])
  })

  // In the tables `§{` opens a value of a template.
  const templates = (source: string) => source.replaceAll('§{', '${')

  test.each([
    ['an accent', "const a = 1\nthrow new Error('soubor je prázdný')", 2, 'soubor je prázdný'],
    ['a piece of a template', 'log(`§{file}: platby chybí §{count}`)', 1, ': platby chybí'],
    ['words without accents', "\n\nprint('Vratka ' + reference)", 3, 'Vratka'],
    ['a piece between others', 'print(`§{a} na stav §{b}`)', 1, 'na stav'],
    ['a sentence in a query', 'tx.execute(sql`select §{`nový §{name}`}`)', 1, 'nový'],
    ['a bare one between queries', 'sql`select §{on ? sql`1` : say("platba je")}`', 1, 'platba je'],
  ])('%s would be found', (_what, source, line, text) => {
    expect(czechIn('lib/one.ts', templates(source))).toEqual([{ file: 'lib/one.ts', line, text }])
  })

  test.each([
    ['a comment', "// Soubor je prázdný.\n/** Výpis. */\nconst a = 'file' // žádný"],
    ['a pattern', 'const crowns = /\\s*Kč$/'],
    ['a column of our own file', "const column = 'datum_narozeni'"],
    ['a column in a query', "sql`select 'adresa' as column_name, §{row} as druh, §{kind} as stav`"],
    ['English', "throw new Error('The import told nothing of one text.')"],
  ])('%s would not', (_what, source) => {
    expect(czechIn('lib/one.ts', templates(source))).toEqual([])
  })
})
