import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { CopyButton } from '#components/ui/copy-button'
import { ErrorSummary } from '#components/ui/error-summary'

test('the copy button is out of sight and out of the keyboard until its script runs', () => {
  const html = renderToStaticMarkup(
    <CopyButton value="1440" label="Kopírovat" fullLabel="Kopírovat částku" copiedLabel="Zkopírováno" />,
  )
  expect(html).toContain('invisible')
  expect(html).toContain('script-only')
})

test('the error summary takes focus without scripts and links to the fields', () => {
  const html = renderToStaticMarkup(
    <ErrorSummary heading="Zkontrolujte" errors={[{ fieldId: 'symbol', message: 'Chybí číslice.' }]} />,
  )
  expect(html).toMatch(/role="alert"[^>]*autofocus=""/i)
  expect(html).toContain('tabindex="-1"')
  expect(html).toContain('href="#symbol"')
})

test('without errors there is no summary', () => {
  expect(renderToStaticMarkup(<ErrorSummary heading="Zkontrolujte" errors={[]} />)).toBe('')
})
