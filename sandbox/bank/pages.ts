import { formatPrice } from '#sandbox/gateway/html-page'
import { escapeHtml, page } from '#sandbox/page'
import type { Movement } from './movements.ts'

const label = 'Zkušební banka. Nejde o skutečné peníze.'

const box = (name: string, words: string, kept: string) =>
  `<p><label>${words}<br><input name="${name}" value="${escapeHtml(kept)}" autocomplete="off" size="30"></label></p>`

/** The bank's only page: send a transfer, and what has moved on the city's account. */
export function bankPage(state: {
  account: string
  movements: readonly Movement[]
  problem?: string
  kept?: Record<string, string>
}): string {
  const { kept = {} } = state
  const rows = state.movements.toReversed().map((one) => {
    const sign = one.amountHal < 0 ? '−' : ''
    const symbols = [
      one.variableSymbol && `VS ${one.variableSymbol}`,
      one.specificSymbol && `SS ${one.specificSymbol}`,
    ]
    const words = [one.name, ...symbols, one.message].filter(Boolean).join(', ')
    return `<li class="row"><strong>${sign}${formatPrice(Math.abs(one.amountHal), 'CZK')}</strong> <span class="muted">${escapeHtml(one.day)} ${escapeHtml(words)}</span></li>`
  })
  return page({
    title: 'Převod na účet města',
    label,
    body: `<p>Tady zaplatíte převodem jako ve svém internetovém bankovnictví. Na účet města ${escapeHtml(state.account)} dojde hned a portál se o něm dozví do minuty.</p>
${state.problem ? `<p role="alert"><strong>${escapeHtml(state.problem)}</strong></p>` : ''}
<form method="post" action="/prevod">
${box('qr', 'Obsah QR kódu (když ho máte, ostatní není potřeba)', kept.qr ?? '')}
${box('castka', 'Částka v Kč', kept.castka ?? '')}
${box('vs', 'Variabilní symbol', kept.vs ?? '')}
${box('ss', 'Specifický symbol', kept.ss ?? '')}
${box('jmeno', 'Jméno plátce', kept.jmeno ?? '')}
${box('zprava', 'Zpráva pro příjemce', kept.zprava ?? '')}
<p><button class="main">Odeslat převod</button></p>
</form>
<h2>Pohyby na účtu</h2>
${rows.length > 0 ? `<ul class="rows">${rows.join('\n')}</ul>` : '<p>Zatím žádný.</p>'}`,
  })
}
