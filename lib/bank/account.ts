import { isIban, parseAccount } from '#lib/identifiers/bank-account'

/** An account as it stands in a file, kept even where its check digits do not fit, since samples are anonymised. */
export interface WrittenAccount {
  text: string
  hasChecksum: boolean
}

/** Whether sixteen digits (prefix 6, number 10) pass modulo 11 (ČNB decree 169/2011). */
export function hasAccountChecksum(digits: string): boolean {
  return parseAccount(`${digits.slice(0, 6)}-${digits.slice(6)}/0000`).ok
}

/** Sixteen digits as `19-2000145399/0800`; without a bank's code as `19-2000145399`. */
export function accountOfDigits(digits: string, bankCode: string | null): string {
  const prefix = digits.slice(0, 6).replace(/^0+/, '')
  const number = digits.slice(6).replace(/^0+(?=\d)/, '')
  const bank = bankCode && /^\d{4}$/.test(bankCode) && bankCode !== '0000' ? `/${bankCode}` : ''
  return `${prefix && `${prefix}-`}${number}${bank}`
}

/** Reads an IBAN, or a Czech number with or without its bank; any other text is kept as it is. */
export function readWrittenAccount(written: string, bankCode: string | null): WrittenAccount | null {
  const compact = written.replace(/[\s\u00a0]/g, '')
  if (compact === '') return null
  const iban = /^CZ\d{2}(\d{4})(\d{16})$/i.exec(compact)
  if (iban) {
    const [, bank = '', digits = ''] = iban
    return { text: accountOfDigits(digits, bank), hasChecksum: isIban(compact.toUpperCase()) }
  }
  const czech = /^(?:(\d{1,6})-)?(\d{1,10})(?:\/(\d{4}))?$/.exec(compact) ?? /^(\d{6})(\d{10})$/.exec(compact)
  if (czech) {
    const [, prefix = '', number = '', bank = bankCode] = czech
    const digits = prefix.padStart(6, '0') + number.padStart(10, '0')
    if (/^0+$/.test(digits)) return null
    return { text: accountOfDigits(digits, bank), hasChecksum: hasAccountChecksum(digits) }
  }
  const looksLikeIban = /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/i.test(compact)
  const text = (looksLikeIban ? compact.toUpperCase() : compact).slice(0, 64)
  return { text, hasChecksum: !looksLikeIban || isIban(text) }
}
