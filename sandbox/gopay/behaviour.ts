import {
  type BehaviourOf,
  choice,
  count,
  delay,
  flag,
  type WholeBehaviour,
  wrongAmount,
} from '#sandbox/gateway/behaviour'

const named = {
  refused: 'odmítnutí',
  forbidden: 'odmítnutý přístup',
  'http500-json': 'chyba serveru 500 v zápisu JSON',
  firewall: 'stránka s chybou 403',
  'not-found-html': 'stránka s chybou 404',
  'unknown-state': 'neznámý stav',
  accepted: 'přijato, rozhodne se později',
  'accepted-then-failed': 'přijato a pak neprovedeno',
  failed: 'hned neprovedeno',
}

/** How a payment may misbehave here. */
export const settings = {
  notifyEarly: flag('Oznámení přijde hned po založení, kdy se ještě nic nestalo'),
  notifyBeforeCreateReply: flag('Platba je zaplacena a oznámena dřív, než přijde odpověď na založení'),
  payerNeverReturns: flag('Plátce se po zaplacení nevrátí do portálu'),
  wrongAmount: wrongAmount('Stav uvádí jinou částku'),
  wrongCurrency: flag('Stav uvádí jinou měnu'),
  wrongOrderNumber: flag('Stav uvádí jiné číslo objednávky'),
  wrongGoid: flag('Stav uvádí jiného obchodníka'),
  createFails: choice(
    'Založení platby selže',
    ['refused', 'http500', 'html', 'firewall', 'timeout-after-storing'],
    named,
  ),
  statusFails: choice(
    'Dotaz na stav selže',
    ['forbidden', 'http500', 'http500-json', 'html', 'not-found-html', 'unknown-state', 'hang'],
    named,
  ),
  /** Without it a refund is finished at once; `accepted` waits for the control interface. */
  refund: choice(
    'Vrácení peněz',
    ['accepted', 'accepted-then-failed', 'failed', 'refused', 'http500', 'html', 'timeout-after-storing'],
    named,
  ),
  notifyTimes: count('Kolikrát poslat oznámení (0 = nikdy)', 1, { least: 0, most: 100 }),
  notifyDelayMs: delay('O kolik zdržet oznámení (ms)'),
  createDelayMs: delay('O kolik zdržet založení platby (ms)'),
  statusDelayMs: delay('O kolik zdržet dotaz na stav (ms)'),
  statusFailsTimes: count('Kolik dotazů na stav selže (prázdné = všechny)', Number.POSITIVE_INFINITY),
  tokenExpiresTimes: count('Kolik volání skončí propadlým přístupem', 0),
}
export type Settings = typeof settings

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export type Behaviour = BehaviourOf<Settings>
export type Whole = WholeBehaviour<Settings>
