import { readiness, readinessWarnings } from '#lib/report/readiness.queries'

export const dynamic = 'force-dynamic'

/** The portal can serve: the database answers, migrations are applied, jobs run. */
export async function GET() {
  const state = await readiness()
  const isReady = Object.values(state).every(Boolean)
  return Response.json(
    { status: isReady ? 'ready' : 'not ready', ...state, warnings: await readinessWarnings() },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
