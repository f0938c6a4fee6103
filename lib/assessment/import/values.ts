import { type IsoDate, parseCzechDate } from '#lib/core/dates'
import { parseAmount } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { lastDayFor } from '#lib/fee/rules'
import { parseCompanyId } from '#lib/identifiers/company-id'
import { parseSymbol } from '#lib/identifiers/symbols'
import { sentence } from './import-sentences.ts'
import type { Reason } from './report.ts'

/** Reads one cell: what is stored (null for nothing), or what was expected. */
export type Reader = (text: string) => Result<string | null, Reason>

export const nothing: Result<null, Reason> = ok(null)

/** Text of one line: runs of spaces and line ends become one space. */
export function text(maxCharacters: number): Reader {
  return (value) => {
    const line = /[\s\u00a0]{2}|[\t\r\n\u00a0]|^ | $/.test(value)
      ? value.replace(/[\s\u00a0]+/g, ' ').trim()
      : value
    if (line === '') return nothing
    if (line.length > maxCharacters) return fail(() => sentence('cell.long', { most: maxCharacters }))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return /[\u0000-\u001f\u007f-\u009f\ufffd]/.test(line)
      ? fail(() => sentence('cell.unreadable'))
      : ok(line)
  }
}

/** `1E+05`, as a spreadsheet shows a number it took for one; which digits it had nobody can tell. */
export const isPower = (value: string): boolean => /^[-+]?\d+(?:[.,]\d+)?E\+\d+$/i.test(value.trim())

/** `#HODNOTA!`, `#N/A`, or the crosses of a column too narrow for its number. */
export const isFormulaFault = (value: string): boolean => /^#(?:[\p{Lu}_/0-9]+[!?]?|#+)$/u.test(value.trim())

/** A number of the agenda, kept as text. */
export function identifier(maxCharacters: number): Reader {
  const read = text(maxCharacters)
  return (value) => (isPower(value) ? fail(() => sentence('cell.power')) : read(value))
}

/** `I.27`, `led.27`, `01.II`: what Czech Excel makes of `1/2027` and `1-2`. */
const shortDate =
  /^(?:[IVX]{1,4}\.\d{2,4}|\d{1,2}\.[IVX]{1,4}|(?:led|úno|bře|dub|kvě|čer|čvn|čvc|srp|zář|říj|lis|pro)\.?[ -]?\d{2,4})$/i

/** What a claim is for; a spreadsheet takes some for a day. */
export const period: Reader = (value) =>
  shortDate.test(value.trim()) ? fail(() => sentence('cell.period')) : identifier(32)(value)

/** A single day where a period is expected. */
export const isDay = (value: string): boolean => parseCzechDate(value).ok

/** Crowns as people write them, kept as haléře; zero only where it is allowed. */
export function amount({ zeroAllowed }: { zeroAllowed: boolean }): Reader {
  return (value) => {
    const parsed = parseAmount(value)
    if (!parsed.ok) {
      if (parsed.error === 'empty') return nothing
      const isTwice = parsed.error === 'ambiguous_separator' && /[.,].*[.,]/.test(value)
      const { error } = parsed
      return fail(() => (isTwice ? sentence('amount.thousands') : sentence(`amount.${error}`)))
    }
    if (parsed.value < 0n) return fail(() => sentence('amount.negative'))
    if (parsed.value === 0n && !zeroAllowed) return fail(() => sentence('amount.zero'))
    return ok(String(parsed.value))
  }
}

/** A real calendar day, Czech or ISO, of a year that can be meant. */
export const date: Reader = (value) => {
  const parsed = parseCzechDate(value)
  if (parsed.ok) {
    return parsed.value < '1850' || parsed.value >= '2200'
      ? fail(() => sentence('cell.year'))
      : ok(parsed.value)
  }
  if (parsed.error === 'empty') return nothing
  const isShaped = parsed.error === 'no_such_day'
  return fail(() => sentence(isShaped ? 'cell.noSuchDay' : 'cell.date'))
}

/** A variable or specific symbol; blank or all zeros is none. */
export const symbol: Reader = (value) => {
  if (isPower(value)) return fail(() => sentence('cell.power'))
  const parsed = parseSymbol(value, 10)
  if (parsed.ok) return parsed
  const isLong = parsed.error === 'too_long'
  return fail(() => sentence(isLong ? 'cell.symbolLong' : 'cell.symbol'))
}

export const companyId: Reader = (value) => {
  if (isPower(value)) return fail(() => sentence('cell.power'))
  const parsed = parseCompanyId(value)
  if (parsed.ok) return parsed
  if (parsed.error === 'empty') return nothing
  const isOfLength = parsed.error === 'checksum'
  return fail(() => sentence(isOfLength ? 'cell.companyIdChecksum' : 'cell.companyId'))
}

/** One of a few words, each with what is stored for it; nothing stands for `otherwise`. */
export function oneOf(words: Readonly<Record<string, string>>, otherwise: string): Reader {
  const values = new Map(Object.entries(words).map(([word, value]) => [word, ok(value)]))
  const missing = ok(otherwise)
  const expected = fail(() => sentence('cell.word', { words: Object.keys(words).join(', ') }))
  return (value) => {
    const word = value.trim()
    return word === '' ? missing : (values.get(word) ?? expected)
  }
}

/** Payers' numbers parted by a comma, a bar or a space, kept parted by a bar. */
export const payerIds: Reader = (value) => {
  const ids = [...new Set(value.split(/[\s\u00a0,|]+/).filter((id) => id !== ''))]
  if (ids.some(isPower)) return fail(() => sentence('cell.power'))
  if (ids.some((id) => id.length > 64)) return fail(() => sentence('cell.payerId'))
  return ids.length === 0 ? nothing : ok(ids.join('|'))
}

const rememberedValues = 50_000

/** The same answer for the same text: files repeat a few dates and amounts many times. */
export function remembered<V>(read: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before
    const result = read(value)
    if (known.size < rememberedValues && value.length < 32) known.set(value, result)
    return result
  }
}

/** § 33(4) of the tax code, computed once for each due date. */
export const lastDayOf = remembered((dueOn: string): IsoDate => lastDayFor(dueOn as IsoDate, true))
