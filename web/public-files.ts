/** The pictures of `public/`, of which every page asks for some. */
const pictures = /^\/(emblem\.svg|favicon\.ico|apple-touch-icon\.png|icon-\d+\.png|manifest\.webmanifest)$/

/** How long a browser keeps what was asked for without asking again, or null where Next decides. */
export function cacheControl(url: string): string | null {
  return pictures.test(url) ? 'public, max-age=3600' : null
}
