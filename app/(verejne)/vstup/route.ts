import { redirect } from 'next/navigation'
import { maybeCitizen } from '#lib/auth/gates'
import { beginLogin } from '#lib/auth/next-auth'
import { targetPath } from '#lib/auth/targets'

/** The stable link behind the tile in Portál občana: straight to the target, by way of a login where needed. */
export async function GET(request: Request) {
  const target = new URL(request.url).searchParams.get('cil')
  if (await maybeCitizen()) redirect(targetPath(target))
  return beginLogin('citizen', target, request)
}
