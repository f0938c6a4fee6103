import { getTranslations } from 'next-intl/server'
import { NavLink } from '#components/layout/nav-link'

/** The three places a citizen has. */
export async function CitizenNavigation() {
  const t = await getTranslations('common')
  return (
    <>
      <NavLink href="/prehled">{t('navOverview')}</NavLink>
      <NavLink href="/platby">{t('navPayments')}</NavLink>
      <NavLink href="/ucet">{t('navAccount')}</NavLink>
    </>
  )
}
