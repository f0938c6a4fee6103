type MethodGroup = 'CARD' | 'BANK' | 'LATER' | 'PART' | 'LOAN' | 'WALLET'

/** One way of paying as the list of methods tells it. */
export type Method = { id: string; name: string; description: string; group: MethodGroup }

const method = (id: string, group: MethodGroup, name: string): Method => ({
  id,
  name,
  group,
  description: `${name} (zkušební)`,
})

/** The methods this stand-in has switched on. A real shop connection has its own list. */
const availableMethods: readonly Method[] = [
  method('CARD_CZ_CSOB_2', 'CARD', 'Platební karta'),
  method('APPLEPAY_REDIRECT', 'WALLET', 'Apple Pay'),
  method('GOOGLEPAY_REDIRECT', 'WALLET', 'Google Pay'),
  method('BANK_CZ_KB', 'BANK', 'Komerční banka'),
  method('BANK_CZ_RB', 'BANK', 'Raiffeisenbank'),
  method('BANK_CZ_AB', 'BANK', 'Air Bank'),
  method('BANK_CZ_CSOB_P', 'BANK', 'ČSOB'),
  method('BANK_CZ_FB_P', 'BANK', 'Fio banka'),
  method('BANK_CZ_MB_P', 'BANK', 'mBank'),
  method('BANK_CZ_CS_PSD2', 'BANK', 'Česká spořitelna'),
  method('BANK_CZ_OTHER', 'BANK', 'Jiná banka'),
  method('LATER_TWISTO', 'LATER', 'Twisto'),
  method('PART_TWISTO', 'PART', 'Twisto na třetiny'),
  method('LOAN_ESSOX', 'LOAN', 'Essox'),
]

/** The methods as their list tells them. Czech bank buttons take Czech crowns only. */
export const methodsFor = (currency: string): Method[] =>
  availableMethods
    .filter(({ group }) => currency === '' || currency === 'CZK' || group === 'CARD' || group === 'WALLET')
    .map(({ id, name, description, group }) => ({ id, name, description, group }))

const idsWhere = (accepts: (group: MethodGroup, id: string) => boolean) =>
  availableMethods.filter((each) => accepts(each.group, each.id)).map((each) => each.id)

const sets: Record<string, readonly string[]> = {
  ALL: idsWhere(() => true),
  CARD_ALL: idsWhere((group) => group === 'CARD' || group === 'WALLET'),
  BANK_ALL: idsWhere((group) => group === 'BANK'),
  BANK_ONLY: idsWhere((group, id) => group === 'BANK' && id !== 'BANK_CZ_OTHER'),
  LATER_ALL: idsWhere((group) => group === 'LATER'),
  PART_ALL: idsWhere((group) => group === 'PART'),
  LOAN_ALL: idsWhere((group) => group === 'LOAN'),
}

/**
 * Ids of the methods an expression such as `CARD_ALL+BANK_ALL` or `ALL-BANK_CZ_KB` allows.
 * A method that exists but is not switched on adds nothing; a word that is no method is told apart.
 */
export function methodsAllowedBy(expression: string): string[] | 'malformed' | 'unknown method' {
  if (!/^[A-Z0-9_]+([+-][A-Z0-9_]+)*$/.test(expression)) return 'malformed'
  const allowed = new Set<string>()
  for (const [, sign, code] of expression.matchAll(/([+-]?)([A-Z0-9_]+)/g)) {
    const ids = code === undefined ? undefined : idsOf(code)
    if (ids === undefined) return 'unknown method'
    for (const id of ids) sign === '-' ? allowed.delete(id) : allowed.add(id)
  }
  return [...allowed]
}

function idsOf(code: string): readonly string[] | undefined {
  if (code in sets) return sets[code]
  if (availableMethods.some((each) => each.id === code)) return [code]
  return /^(CARD|BANK|LATER|PART|LOAN)_[A-Z0-9_]+$|^PAYPAL$/.test(code) ? [] : undefined
}

/** First allowed method of the wanted kind. Wallets count as cards; null when none is allowed. */
export function allowedMethod(allowed: readonly string[], kind: 'card' | 'bank'): string | null {
  const wanted = kind === 'card' ? sets.CARD_ALL : sets.BANK_ALL
  return allowed.find((id) => wanted?.includes(id)) ?? null
}
