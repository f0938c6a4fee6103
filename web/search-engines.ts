/**
 * The only addresses that search engines may list: what belongs to everybody. A new public page is added here; any
 * other page, and these with a query, stays unlisted.
 */
export const listedPages: readonly string[] = ['/', '/pristupnost', '/osobni-udaje']

/** The value of `X-Robots-Tag` for what was asked for, or null where a search engine may list the answer. */
export function robotsTag(url: string): string | null {
  return listedPages.includes(url) ? null : 'noindex'
}
