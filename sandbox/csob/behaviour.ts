import { type BehaviourOf, choice, count, delay, flag, several } from '#sandbox/gateway/behaviour'

const named = {
  'after-storing': 'provede se, ale odpověď nepřijde',
  '110': 'kód 110',
  '120': 'kód 120',
  '140': 'kód 140',
  '150': 'kód 150',
  '900': 'kód 900',
}

/** How a payment may misbehave here. The protocol tells no amount that could be wrong. */
export const settings = {
  payerNeverReturns: flag('Plátce se po zaplacení nevrátí do portálu'),
  wrongPayId: flag('Stav mluví o jiné platbě'),
  createFails: choice(
    'Založení platby selže',
    ['http500', 'html', 'hang', 'drop', 'after-storing', '110', '120', '900'],
    named,
  ),
  statusFails: choice('Dotaz na stav selže', ['http500', 'html', 'hang', 'drop', '140', '900'], named),
  /** `drop` does the work before the line is cut. */
  changeFails: choice('Zrušení nebo vrácení selže', ['http500', 'html', 'hang', 'drop', '150', '900'], {
    ...named,
    drop: 'provede se, ale spojení se přeruší',
  }),
  trxDates: choice('Den zúčtování', ['none', 'forged'], {
    none: 'neuvede se',
    forged: 'má špatný podpis',
  }),
  /** They are signed over something else than their text. */
  badSignatures: several(
    'Špatně podepsané zprávy',
    ['init', 'status', 'close', 'reverse', 'refund', 'return'],
    {
      init: 'založení',
      status: 'stav',
      close: 'zúčtování',
      reverse: 'zrušení',
      refund: 'vrácení',
      return: 'návrat plátce',
    },
  ),
  /** An order of the same number was paid before, and the gateway says so by the state alone. */
  createdAs: choice('Nová platba je rovnou ve stavu', ['3', '6', '8'], {
    '3': '3 (zrušená)',
    '6': '6 (zamítnutá)',
    '8': '8 (zúčtovaná)',
  }),
  createDelayMs: delay('O kolik zdržet založení platby (ms)'),
  statusDelayMs: delay('O kolik zdržet dotaz na stav (ms)'),
  statusFailsTimes: count('Kolik dotazů na stav selže (prázdné = všechny)', Number.POSITIVE_INFINITY),
  /** They still hear 2 after the payer has paid and returned with 7. */
  statusLagsTimes: count('Kolik dotazů na stav se o zaplacení ještě nedozví', 0, { most: 1000 }),
}
export type Settings = typeof settings

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export type Behaviour = BehaviourOf<Settings>
