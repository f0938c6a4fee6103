import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CitizenLayout } from '#components/layout/citizen-layout'
import { Emblem } from '#components/layout/emblem'
import { SiteFooter } from '#components/layout/site-footer'
import { SiteHeader } from '#components/layout/site-header'
import type { CitySettings } from '#lib/city/input'
import { contactsOf } from '#lib/city/rules'

interface FrameProps {
  city: CitySettings
  homeHref: string
  nav?: ReactNode
  session: ReactNode
  children: ReactNode
}

/** Header, footer and skip link around every page of the public and of the citizen. */
export async function Frame({ city, homeHref, nav, session, children }: FrameProps) {
  const t = await getTranslations('common')
  const { phone, email } = contactsOf(city)
  const links = [
    { href: '/overit', label: t('verifyMessage') },
    { href: '/pristupnost', label: t('accessibility') },
    { href: '/osobni-udaje', label: t('privacy') },
    ...(city.cityPortalUrl ? [{ href: city.cityPortalUrl, label: t('cityPortal') }] : []),
  ]
  return (
    <CitizenLayout
      skipLabel={t('skip')}
      header={
        <SiteHeader
          emblem={<Emblem />}
          cityName={city.fullName}
          portalName={t('portalName')}
          homeHref={homeHref}
          {...(nav ? { nav, navLabel: t('mainNavigation') } : {})}
          session={session}
        />
      }
      footer={
        <SiteFooter
          contactHeading={t('contactHeading')}
          address={city.address}
          phone={phone === null ? null : { label: phone, href: `tel:${phone.replace(/\s/g, '')}` }}
          email={email === null ? null : { label: email, href: `mailto:${email}` }}
          hoursHeading={t('hoursHeading')}
          hours={city.openingHours.map(({ days, hours }) => ({ days, times: hours }))}
          linksHeading={t('linksHeading')}
          links={links}
          note={t('footNote', { city: city.fullName })}
        />
      }
    >
      {children}
    </CitizenLayout>
  )
}
