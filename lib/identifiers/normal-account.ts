import { formatAccount, ibanToAccount } from '#lib/identifiers/bank-account'

/**
 * An account number written in one way: a Czech IBAN and padded numbers become `19-2000145399/0800`. What has no
 * bank code keeps none; foreign accounts stay as they are. Check digits are not asked for: banks know their numbers.
 */
export function normalAccount(text: string): string {
  const compact = text.replace(/\s/g, '').toUpperCase()
  const czech = /^CZ\d{22}$/.test(compact) ? ibanToAccount(compact) : null
  if (czech) return formatAccount(czech)
  const padded = /^(\d{6})(\d{10})(\/\d{4})?$/.exec(compact)
  const parts = padded ?? /^(?:(\d{1,6})-)?(\d{1,10})(\/\d{4})?$/.exec(compact)
  if (!parts) return compact
  const [, prefix = '', number = '', bank = ''] = parts
  const bare = prefix.replace(/^0+/, '')
  return `${bare && `${bare}-`}${number.replace(/^0+(?=\d)/, '')}${bank}`
}
