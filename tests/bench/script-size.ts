import { gzipSync } from 'node:zlib'
import type { Figure } from '#tests/bench/figure'
import type { Target } from '#tests/bench/load'

const allowedKb = 30

/** Scripts of the pages a citizen opens first beside those of an empty page of the framework, gzipped. */
export async function measureScripts(options: {
  login: Target
  overview: Target
  empty: Target
}): Promise<Figure[]> {
  const yardstick = await scriptKb(options.empty)
  const pages = [
    { name: 'login page', target: options.login },
    { name: 'overview', target: options.overview },
  ]
  return Promise.all(
    pages.map(async ({ name, target }) => {
      const portal = await scriptKb(target)
      const aboveKb = portal - yardstick
      return {
        name: `JavaScript of the ${name}, gzip, above an empty page`,
        unit: 'kB',
        portal,
        yardstick,
        compared: aboveKb,
        spread: [aboveKb, aboveKb],
        reach: `≤ +${allowedKb}`,
        isReached: aboveKb <= allowedKb,
        details: {},
      } satisfies Figure
    }),
  )
}

/** Every script the page loads or asks the browser to fetch beforehand, and what stands in it inline. */
async function scriptKb({ url, headers }: Target): Promise<number> {
  const response = await fetch(url, { headers, redirect: 'manual' })
  const html = await response.text()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`)
  const linked = html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js[^"]*)"[^>]*>/g)
  // Browsers that know modules never load what is marked so.
  const modern = [...linked].filter(([tag]) => !/\bnomodule\b/i.test(tag))
  const addresses = new Set(modern.map(([, address]) => new URL(address ?? '', url).href))
  if (addresses.size === 0) throw new Error(`${url} loads no scripts; the page has changed its shape.`)
  const sizes = await Promise.all([...addresses].map(gzipBytes))
  return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000
}

async function gzipBytes(address: string): Promise<number> {
  const response = await fetch(address)
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}.`)
  return gzipSync(await response.text()).length
}
