import { replyPage } from '#sandbox/gateway/html-page'
import type { Exchange } from '#sandbox/gateway/http-exchange'

/** Who opens the bare address learns what lives here and where its payments are. */
export function replyRootPage(exchange: Exchange): void {
  replyPage(exchange, 200, {
    title: 'Co tu je',
    content: `<h1>Tady odpovídá zkušební brána</h1>
<p>Portál s ní mluví skutečným protokolem. Plátce sem přijde z portálu, sám od sebe tu nic nezaplatí.</p>
<p><a class="button main" href="/sandbox">Platby a chování brány</a></p>`,
  })
}
