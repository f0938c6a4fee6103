import { methodsAllowedBy } from '#sandbox/comgate/methods'
import { done, type Outcome, refused } from '#sandbox/comgate/refusal'

/** A valid request to create a payment. */
export type Order = {
  /** Minor units of the currency: haléře for CZK. */
  price: number
  curr: string
  label: string
  refId: string
  /** Ids of methods the payer may choose from. */
  allowedMethods: string[]
  email: string
  phone: string
  fullName: string
  name: string
  account: string
  payerId: string
  test: boolean
  prepareOnly: boolean
  urlPaid: string
  urlCancelled: string
  urlPending: string
  expiresInMs: number
}

const lowestPrices: Record<string, number> = {
  CZK: 100,
  EUR: 10,
  PLN: 100,
  HUF: 10_000,
  USD: 100,
  GBP: 100,
  RON: 500,
  HRK: 100,
  NOK: 50,
  SEK: 50,
}
const countries =
  'ALL AT BE CY CZ DE EE EL ES FI FR GB HR HU IE IT LT LU LV MT NL NO PL PT RO SL SK SV US'.split(' ')
const languages = 'cs sk en es it pl fr ro de hu si hr no sv'.split(' ')
const categories = ['', 'PHYSICAL_GOODS_ONLY', 'OTHER']
const deliveries = ['', 'HOME_DELIVERY', 'PICKUP', 'ELECTRONIC_DELIVERY']
const flags = ['test', 'prepareOnly', 'preauth', 'initRecurring', 'verification', 'embedded']
const addresses = ['url_paid', 'url_cancelled', 'url_pending']

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const unitsMs: Record<string, number> = { m: minuteMs, h: 60 * minuteMs, d: dayMs }

/** Life of a payment without expirationTime. The real one depends on the method; this is the upper bound. */
const defaultExpirationMs = 7 * dayMs

/** Milliseconds of an expirationTime such as `30m`, `12h` or `7d`; null when malformed or outside 30 m to 7 d. */
export function expirationMs(text: string): number | null {
  const [, count, unit] = /^([1-9][0-9]*)(m|h|d)$/.exec(text) ?? []
  const ms = Number(count) * (unitsMs[unit ?? ''] ?? Number.NaN)
  return ms >= 30 * minuteMs && ms <= 7 * dayMs ? ms : null
}

/** Checks the fields of create, given as text whichever version they came by. The first fault decides. */
export function readOrder(fields: ReadonlyMap<string, string>, version: 'v1.0' | 'v2.0'): Outcome<Order> {
  const text = (name: string) => fields.get(name) ?? ''
  const isTrue = (name: string) => ['true', '1'].includes(text(name))

  if (text('price') === '') return refused(1400, 'Missing parameter price')
  const price = /^\d{1,12}$/.test(text('price')) ? Number(text('price')) : Number.NaN
  if (Number.isNaN(price))
    return refused(1309, 'Incorrect amount: price must be a whole number of minor units')
  if (text('curr') === '') return refused(1400, 'Missing parameter curr')
  const lowestPrice = lowestPrices[text('curr')]
  if (lowestPrice === undefined) return refused(1310, 'Unknown currency')
  if (price < lowestPrice) return refused(1309, `Incorrect amount: the lowest price is ${lowestPrice}`)

  if (text('label') === '') return refused(1305, 'Description (label) is missing')
  if ([...text('label')].length > 16) return refused(1400, 'Parameter label is longer than 16 characters')
  if (text('refId') === '') return refused(1400, 'Missing parameter refId')

  const expression = text('method') || (version === 'v2.0' ? 'ALL' : '')
  if (expression === '') return refused(1306, 'Choose a correct payment method')
  const allowedMethods = methodsAllowedBy(expression)
  if (allowedMethods === 'malformed') return refused(1103, 'Payment method is badly specified')
  if (allowedMethods === 'unknown method') return refused(1109, 'Invalid payment method')
  if (allowedMethods.length === 0) return refused(1308, 'Payment method is not allowed')

  if (text('email') === '' && text('phone') === '') return refused(1400, 'Missing parameter email or phone')
  if (text('email') !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text('email')))
    return refused(1400, 'Bad parameter email')
  if (version === 'v2.0' && text('fullName') === '') return refused(1400, 'Missing parameter fullName')

  if (text('lang') !== '' && !languages.includes(text('lang')))
    return refused(1102, 'Language is not supported')
  if (text('country') !== '' && !countries.includes(text('country')))
    return refused(1400, 'Bad parameter country')
  const homeCurrency = { CZ: 'CZK', SK: 'EUR' }[text('country')]
  if (homeCurrency !== undefined && homeCurrency !== text('curr'))
    return refused(1400, 'Parameters country and curr do not agree')
  if (!categories.includes(text('category'))) return refused(1304, 'Invalid category')
  if (!deliveries.includes(text('delivery'))) return refused(1400, 'Bad parameter delivery')

  for (const name of flags)
    if (!['', 'true', 'false', '1', '0'].includes(text(name))) return refused(1400, `Bad parameter ${name}`)
  if (isTrue('preauth') || isTrue('initRecurring') || isTrue('verification'))
    return refused(1308, 'This stand-in makes plain payments only')
  for (const name of addresses)
    if (text(name) !== '' && !/^https?:\/\/[^/]/.test(text(name)))
      return refused(1400, `Bad parameter ${name}`)
  const expiresInMs =
    text('expirationTime') === '' ? defaultExpirationMs : expirationMs(text('expirationTime'))
  if (expiresInMs === null) return refused(1400, 'Bad parameter expirationTime')

  return done({
    price,
    curr: text('curr'),
    label: text('label'),
    refId: text('refId'),
    allowedMethods,
    email: text('email'),
    phone: text('phone'),
    fullName: text('fullName'),
    name: text('name'),
    account: text('account'),
    payerId: text('payerId'),
    test: isTrue('test'),
    prepareOnly: isTrue('prepareOnly'),
    urlPaid: text('url_paid'),
    urlCancelled: text('url_cancelled'),
    urlPending: text('url_pending'),
    expiresInMs,
  })
}
