import common from './cs/common.json' with { type: 'json' }
import home from './cs/home.json' with { type: 'json' }
import login from './cs/login.json' with { type: 'json' }
import office from './cs/office.json' with { type: 'json' }
import overview from './cs/overview.json' with { type: 'json' }
import payment from './cs/payment.json' with { type: 'json' }
import transfer from './cs/transfer.json' with { type: 'json' }

const plain = { common, home, login, office, overview, payment, transfer }
export type Sentences = typeof plain

/** Czech never leaves a one-letter preposition or conjunction at the end of a line. */
export function bindShortWords(text: string): string {
  return text.replace(/(?<=^|[\s(„])([ksvzouaiKSVZOUAI]) /g, '$1\u00a0')
}

function bindAll<T>(value: T): T {
  if (typeof value === 'string') return bindShortWords(value) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bindAll(one)])) as T
}

/** Every sentence a person reads in Czech, by area. */
export const sentences: Sentences = bindAll(plain)
