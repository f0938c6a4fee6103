'use client'

import { usePathname } from 'next/navigation'
import { NavLink } from '#components/layout/nav-link'

interface CitizenNavigationProps {
  words: { overview: string; payments: string; account: string }
}

/** The three places a citizen has; the one we stand in, or below, is marked. */
export function CitizenNavigation({ words }: CitizenNavigationProps) {
  const path = usePathname()
  const isIn = (...places: string[]) => places.some((place) => path === place || path.startsWith(`${place}/`))
  return (
    <>
      <NavLink href="/prehled" current={isIn('/prehled', '/predpisy', '/zkontrolovat', '/prevod')}>
        {words.overview}
      </NavLink>{' '}
      <NavLink href="/platby" current={isIn('/platby')}>
        {words.payments}
      </NavLink>{' '}
      <NavLink href="/ucet" current={isIn('/ucet')}>
        {words.account}
      </NavLink>
    </>
  )
}
