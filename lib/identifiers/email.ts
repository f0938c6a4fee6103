const longestCharacters = 254
const longestLocalPart = 64
const localPart = /^[^\s@<>()[\]\\,;:"\p{C}.]+(?:\.[^\s@<>()[\]\\,;:"\p{C}.]+)*$/u
const domain =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u

/** Whether a text can be an e-mail address (RFC 5321) as people have them; whether mail arrives only sending tells. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  return (
    at > 0 &&
    text.length <= longestCharacters &&
    local.length <= longestLocalPart &&
    localPart.test(local) &&
    domain.test(text.slice(at + 1))
  )
}
