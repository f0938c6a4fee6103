/** Czech never leaves a one-letter preposition or conjunction at the end of a line. */
export function bindShortWords(text: string): string {
  return text.replace(/(?<=^|[\s(„])([ksvzouaiKSVZOUAI]) /g, '$1\u00a0')
}
