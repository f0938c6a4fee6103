import type { ReactNode } from 'react'
import { Heading } from '#components/ui/heading'

interface OfficePageHeadProps {
  /** A `Breadcrumb`. */
  path?: ReactNode
  heading: string
  /** Beside the heading: a state. */
  status?: ReactNode
}

/** The head of an office page: where it is and what it is. */
export function OfficePageHead({ path, heading, status }: OfficePageHeadProps) {
  return (
    <div>
      {path}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex flex-wrap items-center gap-3">
          <Heading level={1} size="lg">
            {heading}
          </Heading>
          {status}
        </div>
      </div>
    </div>
  )
}
