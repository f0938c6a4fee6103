import close from './cs/close.json' with { type: 'json' }
import commandLine from './cs/command-line.json' with { type: 'json' }
import common from './cs/common.json' with { type: 'json' }
import confirmation from './cs/confirmation.json' with { type: 'json' }
import failure from './cs/failure.json' with { type: 'json' }
import home from './cs/home.json' with { type: 'json' }
import imported from './cs/import.json' with { type: 'json' }
import login from './cs/login.json' with { type: 'json' }
import mail from './cs/mail.json' with { type: 'json' }
import matching from './cs/matching.json' with { type: 'json' }
import office from './cs/office.json' with { type: 'json' }
import overview from './cs/overview.json' with { type: 'json' }
import payment from './cs/payment.json' with { type: 'json' }
import reading from './cs/reading.json' with { type: 'json' }
import recovery from './cs/recovery.json' with { type: 'json' }
import refund from './cs/refund.json' with { type: 'json' }
import settlement from './cs/settlement.json' with { type: 'json' }
import statement from './cs/statement.json' with { type: 'json' }
import transfer from './cs/transfer.json' with { type: 'json' }
import { bindShortWords } from './short-words.ts'

/** The sentences with plain spaces: for those that a program reads too, in JSON. People alone read `sentences`. */
export const plainSentences = {
  close,
  'command-line': commandLine,
  common,
  confirmation,
  failure,
  home,
  import: imported,
  login,
  mail,
  matching,
  office,
  overview,
  payment,
  reading,
  recovery,
  refund,
  settlement,
  statement,
  transfer,
}
export type Sentences = typeof plainSentences

function bindAll<T>(value: T): T {
  if (typeof value === 'string') return bindShortWords(value) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bindAll(one)])) as T
}

/** Every sentence a person reads in Czech, by area. */
export const sentences: Sentences = bindAll(plainSentences)
