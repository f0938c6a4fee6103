import { czechDates } from './czech-dates.ts'

/**
 * A piece of a sentence: plain text, a number whose thousands are parted for the eye, or a date with its machine form.
 */
export type SentencePart =
  | { kind: 'text'; text: string }
  | { kind: 'number'; groups: string[]; rest: string }
  | { kind: 'date'; text: string; dateTime: string }

const months: readonly string[] = czechDates.monthsGenitive

/** Only before „Kč“: a telephone number and a symbol are grouped too, and are no numbers. */
const amount = '(?<amount>(?<!\\d)\\d{1,3}(?:\\u00a0\\d{3})+(?:,\\d{2})?(?=\\u00a0Kč))'
const date = `(?<day>(?<!\\d)\\d{1,2})\\.\\u00a0(?<month>${months.join('|')})(?:\\u00a0(?<year>\\d{4}))?(?: ${czechDates.atTime}\\u00a0(?<time>\\d{1,2}:\\d{2}(?::\\d{2})?))?`

/** Takes a typeset Czech sentence apart at its amounts and dates; put together again it says the same. */
export function sentenceParts(sentence: string): SentencePart[] {
  const parts: SentencePart[] = []
  let from = 0
  for (const match of sentence.matchAll(new RegExp(`${amount}|${date}`, 'gu'))) {
    if (match.index > from) parts.push({ kind: 'text', text: sentence.slice(from, match.index) })
    from = match.index + match[0].length
    parts.push(match.groups?.amount ? numberPart(match[0]) : datePart(match[0], match.groups ?? {}))
  }
  if (from < sentence.length) parts.push({ kind: 'text', text: sentence.slice(from) })
  return parts
}

/** The sentence with each amount in one piece, `3480 Kč`: for names that only a screen reader says. */
export function spoken(sentence: string): string {
  return sentenceParts(sentence)
    .map((part) => (part.kind === 'number' ? part.groups.join('') + part.rest : part.text))
    .join('')
}

function numberPart(text: string): SentencePart {
  const [whole = '', decimals] = text.split(',')
  return {
    kind: 'number',
    groups: whole.split('\u00a0'),
    rest: decimals === undefined ? '' : `,${decimals}`,
  }
}

function datePart(text: string, groups: Record<string, string | undefined>): SentencePart {
  const month = String(months.indexOf(groups.month ?? '') + 1).padStart(2, '0')
  const day = [groups.year, month, groups.day?.padStart(2, '0')].filter(Boolean).join('-')
  // A day without its year says no moment, so its time is left out too.
  const time =
    groups.time && groups.year ? `T${groups.time.padStart(groups.time.length > 5 ? 8 : 5, '0')}` : ''
  return { kind: 'date', text, dateTime: day + time }
}
