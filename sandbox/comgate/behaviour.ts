import {
  type BehaviourOf,
  choice,
  count,
  delay,
  flag,
  type WholeBehaviour,
  wrongAmount,
} from '#sandbox/gateway/behaviour'

const named = { '1400': 'chyba 1400', '1100': 'chyba 1100' }

/** How a payment may misbehave here. */
export const settings = {
  pushBeforeCreateReply: flag('Platba je zaplacena a oznámena dřív, než přijde odpověď na založení'),
  payerNeverReturns: flag('Plátce se po zaplacení nevrátí do portálu'),
  wrongAmount: wrongAmount('Stav uvádí jinou částku'),
  wrongCurrency: flag('Stav uvádí jinou měnu'),
  wrongRefId: flag('Stav uvádí jiné číslo objednávky'),
  wrongMerchant: flag('Stav uvádí jiného obchodníka'),
  wrongTest: flag('Stav uvádí opačný příznak testu'),
  ignoreExpiry: flag('Platbu lze zaplatit i po vypršení platnosti'),
  createFails: choice(
    'Založení platby selže',
    ['1400', '1100', 'http500', 'html', 'timeout-after-storing'],
    named,
  ),
  refundFails: choice(
    'Vrácení peněz selže',
    ['1400', '1100', 'http500', 'html', 'hang', 'timeout-after-storing'],
    named,
  ),
  statusFails: choice('Dotaz na stav selže', ['1400', 'http500', 'html', 'hang'], named),
  pushTimes: count('Kolikrát poslat oznámení (0 = nikdy)', 1, { least: 0, most: 100 }),
  pushDelayMs: delay('O kolik zdržet oznámení (ms)'),
  createDelayMs: delay('O kolik zdržet založení platby (ms)'),
  statusDelayMs: delay('O kolik zdržet dotaz na stav (ms)'),
  refundDelayMs: delay('O kolik zdržet vrácení peněz (ms)'),
  statusFailsTimes: count('Kolik dotazů na stav selže (prázdné = všechny)', Number.POSITIVE_INFINITY),
}
export type Settings = typeof settings

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export type Behaviour = BehaviourOf<Settings>
export type Whole = WholeBehaviour<Settings>
