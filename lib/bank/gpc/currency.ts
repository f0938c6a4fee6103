const isoNumeric: Readonly<Record<string, string>> = {
  '0203': 'CZK',
  '0978': 'EUR',
  '0840': 'USD',
  '0826': 'GBP',
  '0756': 'CHF',
  '0985': 'PLN',
  '0348': 'HUF',
  '0208': 'DKK',
  '0578': 'NOK',
  '0752': 'SEK',
  '0036': 'AUD',
  '0124': 'CAD',
  '0392': 'JPY',
  '0946': 'RON',
}
// Some banks write a kind of data there instead of a currency.
const noCurrency = ['1101', '1501', '0000', '    ', '']

/**
 * The currency on positions 119–122 of GPC record 075, a number of ISO 4217: a code, null where none is written,
 * `unknown` for digits nobody knows.
 */
export function currencyOf(digits: string): string | null | 'unknown' {
  if (noCurrency.includes(digits.trimEnd()) || digits.trim() === '') return null
  return isoNumeric[digits] ?? 'unknown'
}
