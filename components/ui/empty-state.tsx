import type { ReactNode } from 'react'
import { Heading, type HeadingLevel } from '#components/ui/heading'
import { Icon, type IconName } from '#components/ui/icon'

interface EmptyStateProps {
  heading: string
  headingLevel?: HeadingLevel
  icon?: IconName
  children?: ReactNode
  action?: ReactNode
}

/** A list with nothing in it says why, and what to do. Never green: empty is not "all paid". */
export function EmptyState({
  heading,
  headingLevel = 2,
  icon = 'search',
  children,
  action,
}: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border-2 border-line border-dashed bg-surface px-4 py-10 text-center">
      <span className="text-muted">
        <Icon name={icon} className="size-9" />
      </span>
      <Heading level={headingLevel} size="md">
        {heading}
      </Heading>
      {children ? <div className="max-w-reading text-muted">{children}</div> : null}
      {action}
    </div>
  )
}
