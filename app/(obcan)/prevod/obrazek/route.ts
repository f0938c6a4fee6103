import { requireCitizen } from '#lib/auth/gates'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { qrModules, qrPng } from '#lib/identifiers/qr-code'
import { selectionInput } from '#lib/payment/order/input'
import { readTransfers } from '#lib/payment/transfer.queries'

/** The QR of one transfer as a picture, for the banking application on the same phone. */
export async function GET(request: Request) {
  const citizen = await requireCitizen('prehled')
  const ids = selectionInput.safeParse(new URL(request.url).searchParams.getAll('predpis'))
  if (!ids.success) return new Response(null, { status: 404 })
  const { plan } = await readTransfers(citizen, ids.data, pragueDate(now()))
  const [transfer, another] = plan.transfers
  if (!transfer?.spayd || another) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(qrPng(qrModules(transfer.spayd))), {
    headers: {
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="qr-platba-${transfer.variableSymbol}.png"`,
      'cache-control': 'private, no-store',
    },
  })
}
