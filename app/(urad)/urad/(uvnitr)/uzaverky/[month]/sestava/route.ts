import { requireOfficer } from '#lib/auth/gates'
import { reportCsv } from '#lib/close/report/csv'
import { readMonthReport } from '#lib/close/report/month-report.queries'
import { monthPdf } from '#lib/close/report/pdf'
import { readMonth } from '#lib/close/rules'

/** The control sums of a month as a file: `?format=csv`, else a PDF. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/urad/uzaverky/[month]/sestava'>,
): Promise<Response> {
  const officer = await requireOfficer('months.read')
  const month = readMonth((await params).month)
  const report = month ? await readMonthReport(officer, month) : null
  if (!report) return new Response(null, { status: 404 })
  const isCsv = new URL(request.url).searchParams.get('format') === 'csv'
  const body = isCsv ? reportCsv(report) : new Uint8Array(await monthPdf(report))
  return new Response(body, {
    headers: {
      'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/pdf',
      'content-disposition': `attachment; filename="uzaverka-${month}.${isCsv ? 'csv' : 'pdf'}"`,
      'cache-control': 'no-store',
    },
  })
}
