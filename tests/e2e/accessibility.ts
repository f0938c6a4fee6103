import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Nothing to complain about for axe, and no words that only a style keeps apart. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  expect(found, `axe on ${page.url()}`).toEqual([])
  expect(await wordsApartByStyleAlone(page), `words glued without styles on ${page.url()}`).toEqual([])
}

/** Neighbouring words with neither a space nor the border of a block between them: glued in a reader without styles. */
function wordsApartByStyleAlone(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const blocks =
      'address,article,aside,blockquote,button,caption,dd,details,dialog,div,dl,dt,fieldset,figcaption,figure,footer,' +
      'form,h1,h2,h3,h4,h5,h6,header,hr,img,input,legend,li,main,nav,ol,option,p,pre,search,section,select,summary,' +
      'svg,table,tbody,td,textarea,tfoot,th,thead,tr,ul'
    const unread = 'script,style,template,noscript,nextjs-portal,svg'
    const glued: string[] = []
    let before = ''
    const walk = (node: Node) => {
      if (node instanceof Text) {
        const text = node.data
        if (text === '') return
        if (/[\p{L}\p{N}.]$/u.test(before) && /^\p{L}/u.test(text))
          glued.push(`${before.slice(-20)}|${text.slice(0, 20)}`)
        before = text
        return
      }
      if (!(node instanceof Element) || node.matches(unread)) {
        before = ''
        return
      }
      const isBlock = node.matches(blocks)
      if (isBlock) before = ''
      node.childNodes.forEach(walk)
      if (isBlock) before = ''
    }
    walk(document.body)
    return glued
  })
}

/** No sideways scrolling, whatever the width of the window (320 px is also 1280 px enlarged four times). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  await page.waitForLoadState()
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0)
}

/** Light on a desk and dark on the narrowest phone: each scheme and each width once. */
export async function expectAccessibleEverywhere(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [320, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
}
