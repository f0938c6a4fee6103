/** What sentences say instead of a number that is not set: „zavolejte na úřad“. */
export const noPhone = 'úřad'
/** A gateway wants some address; people are never shown this one. */
export const noEmail = 'urad@example.org'

/** The contacts that can be shown as such; null for one the city has not set. */
export function contactsOf({ phone, email }: { phone: string; email: string }) {
  return { phone: phone === noPhone ? null : phone, email: email === noEmail ? null : email }
}
