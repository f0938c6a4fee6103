const blank = '[hidden]'

// Also with the slash escaped, as it stands in a form body.
const sixDigitsAndRest = /(?<!\d)\d{2}(\d{2})(\d{2})(?:\/|%2F)?\d{3,4}(?!\d)/gi
const passwordInAddress = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi

/**
 * Hides in free text the given secrets (also as a form would escape them), passwords inside addresses, and
 * whatever has the shape of a birth number. A variable symbol of that shape goes too: losing one in a log is
 * cheaper than keeping a birth number there.
 */
export function blot(text: string, secrets: readonly string[] = []): string {
  let blotted = text
  for (const secret of spellings(secrets)) blotted = blotted.replaceAll(secret, blank)
  return blotted
    .replace(passwordInAddress, `$1${blank}`)
    .replace(sixDigitsAndRest, (match, month: string, day: string) => (isDate(month, day) ? blank : match))
}

function spellings(secrets: readonly string[]): string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(Buffer.from(secret).toString()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ])
  // The longest first, so that a secret that begins another one does not leave its end behind.
  return [...new Set(all)].filter((spelling) => spelling !== '').sort((a, b) => b.length - a.length)
}

function isDate(month: string, day: string): boolean {
  const plainMonth = [70, 50, 20, 0].map((shift) => Number(month) - shift).find((n) => n >= 1)
  return plainMonth !== undefined && plainMonth <= 12 && Number(day) >= 1 && Number(day) <= 31
}
