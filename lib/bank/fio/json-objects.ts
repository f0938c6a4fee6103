import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'
import type { Sentences } from '#lib/i18n/sentences'

/** One object of the answer, as text: what the account is, or one movement. */
export interface JsonObject {
  kind: 'info' | 'movement'
  text: string
  line: number
}

type FioReason = `fio.${keyof Sentences['reading']['fio']}`

const infoPath = 'accountStatement.info'
const listPath = 'accountStatement.transactionList.transaction'
const maxObject = 200_000
const maxDepth = 32

/**
 * Cuts the answer of the Fio API into its objects without holding it whole. What is cut out is left for JSON.parse;
 * around it brackets, commas and the end are checked here. Refuses what is no JSON or ends too early.
 */
export async function* jsonObjects(texts: AsyncIterable<string>): AsyncGenerator<JsonObject> {
  const ready: JsonObject[] = []
  /** The frame without what was cut out, for JSON.parse to judge. */
  let frame = ''
  let cut: { kind: JsonObject['kind']; text: string; depth: number; line: number } | null = null
  /** Open brackets; of an object the key being read. */
  const open: { bracket: string; key: string }[] = []
  let key = ''
  let inString = false
  let isEscaped = false
  let string = ''
  let line = 1
  let isOver = false
  let separated = true
  let found = 0

  const refuse = (reason: FioReason): never => {
    throw new StatementRefusal(sentence('place.json', { line }), sentence(reason))
  }
  const pathNow = () =>
    open
      .map((level) => level.key)
      .filter((one) => one !== '')
      .join('.')
  const isList = () => open.at(-1)?.bracket === '[' && open.length === 4 && pathNow() === listPath

  const add = (character: string) => {
    if (cut) {
      cut.text += character
      if (cut.text.length > maxObject) refuse('fio.long')
    } else if (!isList() || inString) {
      frame += character
      if (frame.length > maxObject) refuse('fio.foreign')
    }
  }
  const begin = (bracket: string) => {
    if (open.length >= maxDepth) refuse('fio.deep')
    if (!cut && bracket === '{') {
      const kind = isList() ? 'movement' : open.length === 2 && pathNow() === infoPath ? 'info' : null
      if (kind === 'movement' && !separated) refuse('fio.noComma')
      if (kind) cut = { kind, text: '', depth: open.length, line }
    }
    add(bracket)
    open.push({ bracket, key: '' })
  }
  const end = (bracket: string) => {
    const isMatching = open.at(-1)?.bracket === (bracket === '}' ? '{' : '[')
    if (!isMatching) refuse('fio.brackets')
    if (isList() && separated && found > 0) refuse('fio.lastComma')
    open.pop()
    add(bracket)
    if (cut && open.length === cut.depth) {
      ready.push({ kind: cut.kind, text: cut.text, line: cut.line })
      if (cut.kind === 'movement') {
        found++
        separated = false
      } else frame += '0'
      cut = null
    }
    if (open.length === 0) isOver = true
  }
  for await (const text of texts) {
    for (const character of text) {
      if (character === '\n') line++
      if (inString) {
        add(character)
        if (isEscaped) isEscaped = false
        else if (character === '\\') isEscaped = true
        else if (character === '"') {
          inString = false
          key = string
        }
        if (string.length < 100 && character !== '"') string += character
        continue
      }
      if (isOver && character.trim() !== '') refuse('fio.behind')
      if (character === '"') {
        if (isList() && !cut) refuse('fio.between')
        add(character)
        inString = true
        string = ''
      } else if (character === '{' || character === '[') begin(character)
      else if (character === '}' || character === ']') end(character)
      else if (isList() && !cut) {
        if (character === ',') {
          if (separated) refuse('fio.twoCommas')
          separated = true
        } else if (character.trim() !== '') refuse('fio.between')
      } else {
        const level = open.at(-1)
        if (character === ':' && level?.bracket === '{') level.key = key
        add(character)
      }
    }
    yield* ready.splice(0)
  }
  if (!isOver) refuse('fio.endless')
  try {
    JSON.parse(frame)
  } catch {
    refuse('fio.json')
  }
}
