import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { words } from '#components/ui/words'
import { formatKc } from '#lib/core/money'

const rendered = renderToStaticMarkup(
  <h1>
    {words(`Zbývá zaplatit ${formatKc(348_000n)}. Nejbližší termín je pondělí 1.\u00a0června\u00a02026.`)}
  </h1>,
)
/** What assistive technology gets: the text of the page without its elements. */
const text = rendered.replace(/<[^>]*>/g, '')

test('an amount is one number in the text, its thousands apart by style alone', () => {
  expect(text).toContain('Zbývá zaplatit 3480\u00a0Kč.')
  expect(rendered).toMatch(/3<span class="ml-[^"]+">480<\/span>/)
})

test('a date says itself to machines', () => {
  expect(rendered).toContain('<time dateTime="2026-06-01">1.\u00a0června\u00a02026</time>')
})

test('elements, lists and fragments keep what they hold', () => {
  const html = renderToStaticMarkup(
    <>
      {words([
        <p key="a" className="x">
          <strong>{formatKc(120_000n)}</strong> a {formatKc(90_000n)}
        </p>,
        'konec',
      ])}
    </>,
  )
  expect(html.replace(/<[^>]*>/g, '')).toBe('1200\u00a0Kč a 900\u00a0Kčkonec')
  expect(html).toContain('<p class="x">')
})
