import type {
  StatementEnd,
  StatementEntry,
  StatementFormat,
  StatementPart,
  StatementRefusal,
} from '#lib/bank/statement'
import { labelledInWords } from '#lib/bank/symbol-labels'

/** Where the parts of a statement go one by one. */
export interface StatementOutput {
  begin: (format: StatementFormat) => Promise<void>
  part: (part: StatementPart) => Promise<void>
  end: (refusal: StatementRefusal | null) => Promise<void>
}

const flushCharacters = 64 * 1024

/** One JSON object, written as it is read: the movements first, since the statements are known only at their ends. */
export function statementJson(write: (text: string) => Promise<void>): StatementOutput {
  const statements: string[] = []
  let format: StatementFormat | null = null
  let isFirst = true
  let buffered = ''
  let isBegun = false
  const put = async (text: string) => {
    buffered += isBegun ? text : `{"format":${json(format)},"entries":[${text}`
    isBegun = true
    if (buffered.length < flushCharacters) return
    const ready = buffered
    buffered = ''
    await write(ready)
  }
  return {
    begin: async (recognised) => {
      format = recognised
    },
    part: async (part) => {
      if (part.kind === 'end') statements.push(json(statementOf(part)))
      if (part.kind !== 'entry') return
      await put(`${isFirst ? '' : ','}\n${json(entryOf(part.entry))}`)
      isFirst = false
    },
    end: async (refusal) => {
      const refused = refusal ? `,\n"refused":${json({ place: refusal.place, reason: refusal.reason })}` : ''
      await put(`],\n"statements":[${statements.map((one) => `\n${one}`).join(',')}]${refused}}\n`)
      await write(buffered)
    },
  }
}

function statementOf({ head, creditHal, debitHal, entries, balanced, warnings }: StatementEnd) {
  const { account, number, from, to, currency, openingHal, closingHal } = head
  const sums = { openingHal, closingHal, creditHal, debitHal, entries, balanced, warnings }
  return { account, number, from, to, currency, ...sums }
}

function entryOf(entry: StatementEntry) {
  const { date, amountHal, variableSymbol, specificSymbol, constantSymbol, ...rest } = entry
  const { counterAccount, name, message, payerReference, bankReference, reversal } = rest
  const vsInWords = [message, payerReference ?? null].flatMap(labelledInWords)
  const symbols = { vs: variableSymbol, ss: specificSymbol, ks: constantSymbol }
  const texts = { name, message, payerReference: payerReference ?? null, vsInWords }
  return { date, amountHal, ...symbols, counterAccount, ...texts, bankReference, reversal }
}

type Json = string | number | boolean | bigint | null | undefined | readonly Json[] | { [key: string]: Json }

/** JSON in which haléře are whole numbers with every digit, however large. */
function json(value: Json | readonly object[] | object): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map((one) => json(one)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${json(one)}`)
    .join(',')}}`
}
