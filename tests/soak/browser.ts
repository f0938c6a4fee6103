/** A page as somebody without JavaScript sees it. */
export interface Page {
  url: string
  status: number
  text: string
}

/** A form of a page: where it goes, what stands in it, and what its buttons would add. */
export interface Form {
  action: string
  isPost: boolean
  isMultipart: boolean
  fields: [string, string][]
  buttons: { name: string; value: string }[]
}

/** Somebody's browser: keeps the portal's cookies and follows redirects. */
export interface Browser {
  get(url: string, options?: Following): Promise<Page>
  submit(form: Form, added?: Record<string, string>, options?: Following): Promise<Page>
}

interface Following {
  /** A redirect to this origin is not followed; the page is then empty, of status 0, and its url is where it leads. */
  stopBefore?: string
}

const timeoutMs = 25_000
const longestWay = 12

/** Opens a browser that brings this cookie to the portal. */
export function openBrowser(portalUrl: string, cookie: string): Browser {
  const cookies = new Map([splitCookie(cookie)])

  async function go(url: string, init: RequestInit, { stopBefore }: Following = {}): Promise<Page> {
    let [address, request] = [url, init]
    for (let step = 0; step < longestWay; step++) {
      const isPortal = address.startsWith(portalUrl)
      const headers: Record<string, string> = isPortal ? { cookie: cookieHeader(cookies) } : {}
      if (isPortal && request.method === 'POST') headers.origin = portalUrl
      const answer = await fetch(address, {
        ...request,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (isPortal) for (const set of answer.headers.getSetCookie()) cookies.set(...splitCookie(set))
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status >= 400 || !location) {
        return { url: address, status: answer.status, text: await answer.text() }
      }
      await answer.body?.cancel()
      const next = new URL(location, address).href
      if (stopBefore && next.startsWith(stopBefore)) return { url: next, status: 0, text: '' }
      if (answer.status !== 307 && answer.status !== 308) request = { method: 'GET' }
      address = next
    }
    throw new Error(`No page comes after ${longestWay} redirects from ${url}.`)
  }

  return {
    get: (url, options) => go(url, { method: 'GET' }, options),
    submit(form, added = {}, options) {
      const fields: [string, string][] = [...form.fields, ...Object.entries(added)]
      if (!form.isPost) return go(`${form.action}?${new URLSearchParams(fields)}`, { method: 'GET' }, options)
      const body = form.isMultipart ? new FormData() : new URLSearchParams()
      for (const [name, value] of fields) body.append(name, value)
      return go(form.action, { method: 'POST', body }, options)
    },
  }
}

/** The forms of a page, read from its markup. */
export function formsOf(page: Page): Form[] {
  return [...page.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inside = '']) => {
    const form = attributesOf(head)
    const inputs = [...inside.matchAll(/<input\b([^>]*?)\/?>/g)].map(([, text = '']) => attributesOf(text))
    const buttons = [...inside.matchAll(/<button\b([^>]*?)>/g)].map(([, text = '']) => attributesOf(text))
    return {
      action: new URL(form.action || page.url, page.url).href,
      isPost: form.method?.toLowerCase() === 'post',
      isMultipart: form.enctype?.toLowerCase() === 'multipart/form-data',
      fields: inputs.flatMap(({ name, value = '' }): [string, string][] => (name ? [[name, value]] : [])),
      buttons: buttons.flatMap(({ name, value = '' }) => (name ? [{ name, value }] : [])),
    }
  })
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w$-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      plain(value),
    ]),
  )
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }

const plain = (text: string) => text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)

const splitCookie = (text: string): [string, string] => {
  const [pair = ''] = text.split(';')
  const at = pair.indexOf('=')
  return [pair.slice(0, at), pair.slice(at + 1)]
}

const cookieHeader = (cookies: ReadonlyMap<string, string>) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
