import { type AccountingMonth, readMonth } from '#lib/close/rules'
import { type IsoDate, isIsoDate, parseCzechDate } from '#lib/core/dates'
import { parseAmount } from '#lib/core/money'
import { formatAccount, ibanToAccount, parseAccount, parseIban } from '#lib/identifiers/bank-account'
import { commandSentence } from '../command-line-sentences.ts'

/** What a written value is read into. */
export interface Kind<Value> {
  /** What stands for it in a usage line: `KČ`. */
  placeholder: string
  /** What it has to look like, as a sentence says it; null where any text will do. */
  expected: string | null
  /** The value, or null where the text is none. */
  read: (text: string) => Value | null
}

/** Any text but an empty one. */
export const text = (placeholder: string): Kind<string> => ({
  placeholder,
  expected: null,
  read: (written) => written || null,
})

/** The name of a file or folder; whether it is there, the command finds out. */
export const file = (placeholder = commandSentence('value.file')): Kind<string> => text(placeholder)

/** An amount of crowns, in haléře. */
export const amount: Kind<bigint> = {
  placeholder: commandSentence('value.amount'),
  expected: commandSentence('expected.amount'),
  read: (written) => valueOrNull(parseAmount(written)),
}

/** A day written as ISO 8601. */
export const isoDay: Kind<IsoDate> = {
  placeholder: commandSentence('value.isoDay'),
  expected: commandSentence('expected.isoDay'),
  read: (written) => (isIsoDate(written) ? written : null),
}

/** A day as people write it in Czech, or as ISO 8601. */
export const czechDay: Kind<IsoDate> = {
  placeholder: commandSentence('value.day'),
  expected: commandSentence('expected.czechDay'),
  read: (written) => valueOrNull(parseCzechDate(written)),
}

/** An accounting month. */
export const month: Kind<AccountingMonth> = {
  placeholder: commandSentence('value.month'),
  expected: commandSentence('expected.month'),
  read: readMonth,
}

/** A year of this century. */
export const year: Kind<number> = {
  placeholder: commandSentence('value.year'),
  expected: commandSentence('expected.year'),
  read: (written) => (/^20\d\d$/.test(written) ? Number(written) : null),
}

/** An account at a Czech bank with its check digits, as it is printed or as a Czech IBAN. */
export const account: Kind<string> = {
  placeholder: commandSentence('value.account'),
  expected: commandSentence('expected.account'),
  read: (written) => {
    const iban = valueOrNull(parseIban(written))
    const read = iban ? ibanToAccount(iban) : valueOrNull(parseAccount(written))
    return read && formatAccount(read)
  },
}

/** A whole number of at most so many digits, as numbers in the database have. */
export const wholeNumber = (placeholder: string, digits: number): Kind<number> => ({
  placeholder,
  expected: commandSentence('expected.number'),
  read: (written) => (/^\d+$/.test(written) && written.length <= digits ? Number(written) : null),
})

/** A variable symbol without leading zeros. */
export const variableSymbol: Kind<string> = {
  placeholder: commandSentence('value.symbol'),
  expected: commandSentence('expected.symbol'),
  read: (written) => (/^\d{1,10}$/.test(written) ? written.replace(/^0+/, '') || null : null),
}

/** The code of a bank. */
export const bankCode: Kind<string> = {
  placeholder: commandSentence('value.bankCode'),
  expected: commandSentence('expected.bankCode'),
  read: (written) => (/^\d{4}$/.test(written) ? written : null),
}

/** One of a list. */
export const choice = <Value extends string>(
  placeholder: string,
  choices: readonly Value[],
): Kind<Value> => ({
  placeholder,
  expected: commandSentence('expected.choice', { choices: choices.join(', ') }),
  read: (written) => choices.find((one) => one === written) ?? null,
})

function valueOrNull<Value>(read: { ok: true; value: Value } | { ok: false }): Value | null {
  return read.ok ? read.value : null
}
