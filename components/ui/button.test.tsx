import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Button, LinkButton } from '#components/ui/button'

test('a pending button stays focusable and says that it works', () => {
  const html = renderToStaticMarkup(<Button pending>Odesíláme</Button>)
  expect(html).toContain('aria-disabled="true"')
  expect(html).toContain('aria-busy="true"')
  expect(html).not.toContain(' disabled=""')
})

test('a button at rest says nothing about waiting', () => {
  expect(renderToStaticMarkup(<Button>Pokračovat</Button>)).not.toContain('aria-busy')
})

test('a link button is a link', () => {
  const html = renderToStaticMarkup(<LinkButton href="/platby">Platby</LinkButton>)
  expect(html).toMatch(/^<a href="\/platby"/)
})
