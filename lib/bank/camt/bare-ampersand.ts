/** What begins a stretch of XML in which an ampersand means itself, and what ends it. */
const stretches = { '<![CDATA[': ']]>', '<!--': '-->', '<?': '?>' } as const
type Begin = keyof typeof stretches

const begins = /<!\[CDATA\[|<!--|<\?|&/g
const entity = /&(?:#\d{1,8}|#x[\da-f]{1,8}|[a-z][\w.-]{0,30});/iy
const longestEntity = 34

/** A piece of text that may be parsed, and whether an ampersand that begins nothing comes right behind it. */
export interface CheckedPiece {
  text: string
  endsAtAmpersand: boolean
}

/**
 * Cuts the text before an ampersand nobody wrote as `&amp;`. The parser looks for the end of its name and would tell the
 * fault where it finds one, lines behind or at the end of the file.
 */
export async function* checkedForAmpersands(texts: AsyncIterable<string>): AsyncGenerator<CheckedPiece> {
  let held = ''
  let until: string | null = null
  for await (const given of texts) {
    const look = pieceOf(held + given, until, false)
    held = look.rest
    until = look.until
    yield look
    if (look.endsAtAmpersand) return
  }
  if (held !== '') yield pieceOf(held, until, true)
}

function pieceOf(
  text: string,
  startUntil: string | null,
  isLast: boolean,
): CheckedPiece & { rest: string; until: string | null } {
  let until = startUntil
  let at = 0
  const cut = (end: number, endsAtAmpersand = false) => ({
    text: text.slice(0, end),
    rest: text.slice(end),
    until,
    endsAtAmpersand,
  })
  for (;;) {
    if (until !== null) {
      const end = text.indexOf(until, at)
      // The end itself may be cut between two pieces.
      if (end < 0) return cut(isLast ? text.length : Math.max(at, text.length - until.length + 1))
      at = end + until.length
      until = null
    }
    begins.lastIndex = at
    const found = begins.exec(text)
    if (!found) {
      const last = text.lastIndexOf('<')
      const isCut = last >= at && Object.keys(stretches).some((begin) => begin.startsWith(text.slice(last)))
      return cut(isCut && !isLast ? last : text.length)
    }
    if (found[0] !== '&') {
      until = stretches[found[0] as Begin]
      at = found.index + found[0].length
      continue
    }
    entity.lastIndex = found.index
    const named = entity.exec(text)
    if (named) at = found.index + named[0].length
    else if (!isLast && text.length - found.index < longestEntity) return cut(found.index)
    else return cut(found.index, true)
  }
}
