import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Field } from '#components/ui/field'

test('the input names its hint and error, in the order they are read', () => {
  const html = renderToStaticMarkup(
    <Field name="symbol" label="Číslo" hint="10 číslic" error="Chybí číslice." />,
  )
  expect(html).toContain('<label for="symbol"')
  expect(html).toContain('aria-describedby="symbol-hint symbol-error"')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('id="symbol-hint"')
  expect(html).toContain('id="symbol-error"')
})

test('without hint and error nothing is described', () => {
  const html = renderToStaticMarkup(<Field name="email" label="E-mail" type="email" />)
  expect(html).not.toContain('aria-describedby')
  expect(html).not.toContain('aria-invalid=')
  expect(html).toContain('type="email"')
})

test('digits bring the numeric keyboard unless the caller knows better', () => {
  expect(renderToStaticMarkup(<Field name="a" label="A" digits />)).toContain('inputMode="numeric"')
  expect(renderToStaticMarkup(<Field name="a" label="A" digits inputMode="decimal" />)).toContain(
    'inputMode="decimal"',
  )
})
