import { isUuid } from '#lib/core/ids'
import { landing, seeOther } from '../landing.ts'

/** The second step of a posted return: the browser's own GET, which carries its cookies. It changes nothing. */
export async function GET(
  _request: Request,
  context: RouteContext<'/api/gateways/[gateway]/return/[attemptId]'>,
) {
  const { attemptId } = await context.params
  return seeOther(isUuid(attemptId) ? await landing(attemptId) : '/navrat/neznama')
}
