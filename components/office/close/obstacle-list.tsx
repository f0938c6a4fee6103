import { words } from '#components/ui/words'
import type { Permission } from '#lib/actor/permissions'
import type { Obstacle } from '#lib/close/rules'

interface ObstacleListProps {
  /** Each with its sentence. */
  obstacles: readonly { obstacle: Obstacle; text: string }[]
  /** What the officer may do: a link leads only where they may go. */
  permissions: ReadonlySet<Permission>
}

/** What stands in the way of closing a month, each with the place where it can be cleared away. */
export function ObstacleList({ obstacles, permissions }: ObstacleListProps) {
  return (
    <ul className="list-disc space-y-1 pl-5">
      {obstacles.map(({ obstacle, text }) => {
        const place = placeOf(obstacle)
        return (
          <li key={text}>
            {place && permissions.has(place.permission) ? (
              <a href={place.href} className="link">
                {words(text)}
              </a>
            ) : (
              words(text)
            )}
          </li>
        )
      })}
    </ul>
  )
}

function placeOf(obstacle: Obstacle): { href: string; permission: Permission } | null {
  switch (obstacle.kind) {
    case 'earlier_open':
      return { href: `/urad/uzaverky/${obstacle.month}`, permission: 'months.read' }
    case 'day_unconfirmed':
    case 'documents_unnumbered':
      return { href: '/urad/uzaverky', permission: 'months.read' }
    case 'payments_unverified':
      return { href: '/urad/platby?stav=neoverene', permission: 'payments.read' }
    case 'settlements_differ':
      return { href: '/urad/rozdily', permission: 'payments.read' }
    case 'receipts_waiting':
    case 'statement_missing':
    case 'statement_gap':
    case 'statement_differs':
      return { href: '/urad/vypisy', permission: 'statements.read' }
    default:
      return null
  }
}
