/** Colours derived from one colour of a city for one scheme. All are `#rrggbb`. */
export interface CityPalette {
  city: string
  /** Text on the city's colour, at least 4.5 : 1. */
  cityOn: string
  /** The city's colour moved towards black or white until it reads as text on our paper, at least 4.5 : 1. */
  cityStrong: string
  /** Text on `cityStrong`, at least 4.5 : 1. */
  cityStrongOn: string
}

export type Scheme = 'light' | 'dark'

const black = '#101820'
const white = '#ffffff'
const hexadecimal = /^#[0-9a-f]{6}$/i

/** The darkest light ground and the lightest dark ground on which the strong colour stands as text. */
const grounds: Record<Scheme, string> = { light: '#e9eef4', dark: '#2a3b4b' }
const fallback: Record<Scheme, string> = { light: '#2362a2', dark: '#8dbdf0' }

/** Contrast of two `#rrggbb` colours after WCAG 2.2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/**
 * The palette of one scheme from any colour. A city may choose yellow; it still gets readable buttons and links.
 * A value that is not `#rrggbb` gives the default blue, so that a typing error in settings never hides a page.
 */
export function cityPalette(colour: string, scheme: Scheme): CityPalette {
  const city = hexadecimal.test(colour) ? colour.toLowerCase() : fallback[scheme]
  const target = scheme === 'light' ? black : white
  let cityStrong = city
  for (let share = 0; share <= 1 && contrast(cityStrong, grounds[scheme]) < 4.5; share += 0.02) {
    cityStrong = mix(city, target, share)
  }
  return { city, cityOn: readableOn(city), cityStrong, cityStrongOn: readableOn(cityStrong) }
}

interface CityStyleProps {
  nonce: string | undefined
  /** The city's colour on light paper, `#rrggbb`. */
  light: string
  /** The city's colour on dark paper, `#rrggbb`. */
  dark: string
}

/**
 * The coloured field under white words in the dark scheme: the light scheme’s colour in the evening.
 * White stands on it at least 8 : 1, so it never glares.
 */
export function nightField(light: string): string {
  const { city } = cityPalette(light, 'light')
  let field = city
  for (let share = 0; share <= 1 && contrast(field, white) < 8; share += 0.02) field = mix(city, black, share)
  return field
}

/** Sets the city's colour for the whole page. Stands in the root layout; needs the nonce of the page's CSP. */
export function CityStyle({ nonce, light, dark }: CityStyleProps) {
  const css = `:root{${declarations(light, 'light')}}@media screen and (prefers-color-scheme:dark){:root{${declarations(dark, 'dark')};--field:${nightField(light)}}}`
  // Browsers hide the nonce from scripts, so the attribute never matches on hydration.
  return (
    <style nonce={nonce} suppressHydrationWarning>
      {css}
    </style>
  )
}

function declarations(colour: string, scheme: Scheme): string {
  const { city, cityOn, cityStrong, cityStrongOn } = cityPalette(colour, scheme)
  return `--city:${city};--city-on:${cityOn};--city-strong:${cityStrong};--city-strong-on:${cityStrongOn}`
}

function readableOn(colour: string): string {
  return contrast(colour, white) >= 4.5 ? white : contrast(colour, black) >= 4.5 ? black : '#000000'
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((value, index) => value + ((target[index] ?? 0) - value) * share)
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
}
