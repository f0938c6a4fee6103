import { requireCitizen } from '#lib/auth/gates'
import { isUuid } from '#lib/core/ids'
import { readConfirmation } from '#lib/notice/confirmation/payment.queries'
import { paymentConfirmationPdf } from '#lib/notice/confirmation/pdf'
import { findOrder } from '#lib/payment/order/orders.queries'
import { paidAttempt } from '#lib/payment/outcome.rules'

/** The PDF confirmation of the citizen's own settled payment. */
export async function GET(_request: Request, context: RouteContext<'/platby/[orderId]/potvrzeni'>) {
  const { orderId } = await context.params
  const citizen = await requireCitizen(`platba-${orderId}`)
  const order = isUuid(orderId) ? await findOrder(citizen, orderId) : null
  const paid = order ? paidAttempt(order) : undefined
  const source = paid ? await readConfirmation(citizen, paid.attemptId) : null
  if (!source) return new Response(null, { status: 404 })
  const pdf = await paymentConfirmationPdf(source.facts)
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="potvrzeni-${source.facts.reference}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
}
