'use client'

import { usePathname } from 'next/navigation'
import type { ComponentProps } from 'react'
import { OfficeShell } from '#components/layout/office-shell'

type OfficeFrameProps = Omit<ComponentProps<typeof OfficeShell>, 'groups'> & {
  /** Places of the office; the one we stand in, or below, is marked. */
  places: readonly { href: string; label: string }[]
}

/** The shell that knows which place we stand in, also without a script: the server draws it with the address. */
export function OfficeFrame({ places, ...shell }: OfficeFrameProps) {
  const path = usePathname()
  const isHere = (href: string) => path === href || (href !== shell.homeHref && path.startsWith(`${href}/`))
  const items = places.map((place) => ({ ...place, current: isHere(place.href) }))
  return <OfficeShell {...shell} groups={[{ items }]} />
}
