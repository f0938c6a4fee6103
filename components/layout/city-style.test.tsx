import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { CityStyle, cityPalette, contrast, nightField } from '#components/layout/city-style'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('any city colour gives readable words', () => {
  test.each(['light', 'dark'] as const)('%s scheme', (scheme) => {
    fc.assert(
      fc.property(colour, (any) => {
        const { city, cityOn, cityStrong, cityStrongOn } = cityPalette(any, scheme)
        const paper = scheme === 'light' ? '#e9eef4' : '#2a3b4b'
        expect(contrast(city, cityOn)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(cityStrong, cityStrongOn)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(cityStrong, paper)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  test('white stands on the field of the dark scheme', () => {
    fc.assert(
      fc.property(colour, (any) => {
        expect(contrast(nightField(any), '#ffffff')).toBeGreaterThanOrEqual(8)
      }),
    )
  })
})

test('a colour that already reads well stays as the city chose it', () => {
  expect(cityPalette('#2362A2', 'light').cityStrong).toBe('#2362a2')
})

test.each(['', 'red', '#fff', '#12345g', '#123456;}body{display:none'])(
  '%j falls back to the default',
  (bad) => {
    expect(cityPalette(bad, 'light').city).toBe('#2362a2')
  },
)

test('the style carries the nonce and both schemes', () => {
  const html = renderToStaticMarkup(<CityStyle nonce="n0nce" light="#9a1b1f" dark="#f2a3a5" />)
  expect(html).toContain('nonce="n0nce"')
  expect(html).toContain('--city:#9a1b1f')
  expect(html).toContain('--city:#f2a3a5')
})
