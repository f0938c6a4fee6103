import { z } from 'zod'
import {
  type BehaviourOf,
  choice,
  count,
  delay,
  flag,
  offer,
  type WholeBehaviour,
  words,
  wrongAmount,
} from '#sandbox/gateway/behaviour'

const code = z.int().min(0).max(9999)
const codes = z.strictObject({ primary: code, secondary: code })

/** How a payment may misbehave here. */
export const settings = {
  neverReturns: flag('Plátce se nevrátí do portálu'),
  returnsByPost: flag('Plátce se vrátí odesláním formuláře'),
  /** The return says these codes, whatever became of the payment. */
  returnCodes: offer('Návrat tvrdí něco jiného', codes, {
    pending: ['že se platba zpracovává (250)', { primary: 250, secondary: 0 }],
    technical: ['že nastal technický problém (1000)', { primary: 1000, secondary: 0 }],
    cancelled: ['že plátce platbu zrušil (50)', { primary: 50, secondary: 0 }],
  }),
  resultText: words('Co návrat říká slovy'),
  /** As some wallets do. */
  noResultText: flag('Návrat neříká slovy nic'),
  /** As in one of the real programs: the last field is empty. */
  dropsLastBar: flag('V podepsaném textu návratu chybí poslední svislítko'),
  rawPlus: flag('Znaménka plus v podpisech návratu nejsou v adrese zakódovaná'),
  badDigest: choice('Návrat má špatný podpis', ['DIGEST', 'DIGEST1', 'both'], { both: 'oba' }),
  /** As after it changed it. */
  nextKey: flag('Podepisuje příští klíč brány'),
  serviceFails: choice('Webová služba selže', ['fault', 'not-found', 'http500', 'html', 'hang', 'drop'], {
    fault: 'ohlásí chybu',
    'not-found': 'platbu nezná',
  }),
  serviceFailsTimes: count('Kolik volání webové služby selže (prázdné = všechna)', Number.POSITIVE_INFINITY),
  serviceDelayMs: delay('O kolik zdržet webovou službu (ms)'),
  badServiceSignature: flag('Webová služba má špatný podpis'),
  wrongMessageId: flag('Webová služba odpovídá na jinou zprávu'),
  wrongAmount: wrongAmount('Webová služba uvádí jinou částku'),
  noAmounts: flag('Webová služba neuvádí částky'),
}
export type Settings = typeof settings

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export type Behaviour = BehaviourOf<Settings>
export type Whole = WholeBehaviour<Settings>
