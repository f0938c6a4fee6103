import { accountOfDigits, hasAccountChecksum, type WrittenAccount } from '#lib/bank/account'

// Some banks write the sixteen digits of an account in the order of their old systems.
const internalOrder = [16, 14, 15, 12, 7, 8, 9, 10, 11, 13, 1, 2, 3, 4, 5, 6]

/** The plain order (prefix, number) of an account written in a bank's internal order. */
export function fromInternalOrder(digits: string): string {
  const plain: string[] = []
  for (const [i, position] of internalOrder.entries()) plain[position - 1] = digits[i] ?? ''
  return plain.join('')
}

/**
 * The internal order of an account written plainly, as the banks write it; tests make statements with it.
 * @internal
 */
export function toInternalOrder(digits: string): string {
  return internalOrder.map((position) => digits[position - 1]).join('')
}

/** The statement's own account: its plain digits and in which order the file writes accounts. */
export interface OwnAccount {
  digits: string
  isInternal: boolean
  hasChecksum: boolean
}

/**
 * Finds the order of the own account (GPC record 074, positions 4–19): by the start of its IBAN where the header has
 * one from position 115 on, else by modulo 11.
 */
export function readOwnAccount(field: string, ibanStart: string | null): OwnAccount {
  const inverse = fromInternalOrder(field)
  if (ibanStart) {
    if (fitsIban(field, ibanStart)) return { digits: field, isInternal: false, hasChecksum: true }
    if (fitsIban(inverse, ibanStart)) return { digits: inverse, isInternal: true, hasChecksum: true }
  }
  if (hasAccountChecksum(field)) return { digits: field, isInternal: false, hasChecksum: true }
  if (hasAccountChecksum(inverse)) return { digits: inverse, isInternal: true, hasChecksum: true }
  return { digits: field, isInternal: false, hasChecksum: false }
}

/** A counter account; tried first in the order of the own one. Null for none. */
export function readCounterAccount(field: string, bankCode: string, own: OwnAccount): WrittenAccount | null {
  if (/^0*$/.test(field)) return null
  const inverse = fromInternalOrder(field)
  const orders = own.isInternal ? [inverse, field] : [field, inverse]
  const fitting = orders.find((digits) => digits === own.digits || hasAccountChecksum(digits))
  return { text: accountOfDigits(fitting ?? field, bankCode), hasChecksum: fitting !== undefined }
}

function fitsIban(digits: string, ibanStart: string): boolean {
  const remainder = BigInt(`${ibanStart.slice(4, 8)}${digits}1235${ibanStart.slice(2, 4)}`) % 97n
  return remainder === 1n && hasAccountChecksum(digits)
}
