import type { ReactNode } from 'react'
import { Guilloche } from '#components/layout/guilloche'
import { BackLink } from '#components/ui/breadcrumb'
import { Heading, type HeadingSize } from '#components/ui/heading'
import { words } from '#components/ui/words'

interface MastheadProps {
  back?: { href: string; label: string } | undefined
  /** A small line above the heading: a step, a person's name. */
  eyebrow?: ReactNode
  /** The page's first heading. Leave out where the page begins with `BigSentence` or `OutcomePanel`. */
  heading?: ReactNode
  size?: HeadingSize
  lead?: ReactNode
  width?: 'reading' | 'wide'
}

/** The coloured field under the header. The page's first card lies over its lower edge. */
export function Masthead({ back, eyebrow, heading, size = 'xl', lead, width = 'reading' }: MastheadProps) {
  return (
    <div className="relative isolate bg-field pb-20 text-field-on sm:pb-24 print:pb-2">
      <Guilloche />
      <div
        className={`relative mx-auto px-4 pt-3 sm:px-6 sm:pt-6 ${width === 'wide' ? 'max-w-wide' : 'max-w-reading'}`}
      >
        {back ? <BackLink href={back.href}>{back.label}</BackLink> : null}
        {eyebrow ? <p className="pt-2 font-semibold">{eyebrow}</p> : null}
        {heading ? (
          <div className="pt-1">
            <Heading level={1} size={size}>
              {heading}
            </Heading>
          </div>
        ) : null}
        {lead ? <p className="mt-3 max-w-reading text-lg">{words(lead)}</p> : null}
      </div>
    </div>
  )
}
