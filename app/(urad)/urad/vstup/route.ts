import { redirect } from 'next/navigation'
import { currentSession } from '#lib/auth/gates'
import { beginLogin } from '#lib/auth/next-auth'
import { targetPath } from '#lib/auth/targets'

/** Leaves for the office's provider and comes back to the page of the office that was asked for. */
export async function GET(request: Request) {
  const target = new URL(request.url).searchParams.get('cil')
  if (await currentSession('office')) redirect(targetPath(target, 'office'))
  return beginLogin('office', target, request)
}
