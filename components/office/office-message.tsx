import { OfficePageHead } from '#components/layout/office-page-head'
import { LinkButton } from '#components/ui/button'

interface OfficeMessageProps {
  heading: string
  text: string
  way?: { href: string; label: string }
}

/** A page of the office that only says something: nothing here, or not for this role. */
export function OfficeMessage({ heading, text, way }: OfficeMessageProps) {
  return (
    <>
      <OfficePageHead heading={heading} />
      <p className="max-w-reading">{text}</p>
      {way ? (
        <LinkButton href={way.href} look="secondary">
          {way.label}
        </LinkButton>
      ) : null}
    </>
  )
}
