import { redirect } from 'next/navigation'
import { currentSession } from '#lib/auth/gates'
import { beginLogin } from '#lib/auth/next-auth'

/** Leaves for the office's provider and comes back to the office's first page. */
export async function GET() {
  if (await currentSession('office')) redirect('/urad')
  return beginLogin('office', '/urad')
}
