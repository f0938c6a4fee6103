import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Emblem } from '#components/layout/emblem'
import { OfficeFrame } from '#components/office/office-frame'
import { roleWords } from '#components/office/role-words'
import { SessionGuard } from '#components/session/session-guard'
import { HeaderButton } from '#components/session/session-slot'
import type { Permission } from '#lib/actor/permissions'
import { currentSession, requireOfficer } from '#lib/auth/gates'
import { sessionEndsInMs, sessionLimits } from '#lib/auth/realms'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'

/** The gate of the office: every role may stand in the hall; what lies behind a door, each page asks for itself. */
export default async function OfficeGate({ children }: { children: ReactNode }) {
  const officer = await requireOfficer('dashboard.read')
  const [city, t, common, session, role] = await Promise.all([
    citySettings(),
    getTranslations('office'),
    getTranslations('common'),
    currentSession('office'),
    roleWords(officer.roles),
  ])
  const may = (permission: Permission) => officer.permissions.has(permission)
  const places = [
    { href: '/urad', label: t('navDashboard') },
    ...(may('payments.read') ? [{ href: '/urad/platby', label: t('navPayments') }] : []),
    ...(may('statements.read') ? [{ href: '/urad/vypisy', label: t('navStatements') }] : []),
    ...(may('payments.read') ? [{ href: '/urad/rozdily', label: t('navDifferences') }] : []),
    ...(may('months.read') ? [{ href: '/urad/uzaverky', label: t('navClosing') }] : []),
  ]
  return (
    <OfficeFrame
      skipLabel={common('skip')}
      emblem={<Emblem className="h-8 w-7" />}
      cityName={city.shortName}
      portalName={t('portalName')}
      homeHref="/urad"
      navLabel={t('navigation')}
      menuLabel={t('menu')}
      places={places}
      officerName={officer.name}
      officerRole={role}
      logout={
        <form method="post" action="/odhlaseni">
          <input type="hidden" name="realm" value="office" />
          <HeaderButton icon="logout">{common('logOut')}</HeaderButton>
        </form>
      }
    >
      {children}
      <SessionGuard
        endsInMs={session ? sessionEndsInMs(session, now()) : 0}
        warnBeforeMs={sessionLimits.office.warnBeforeMs}
        realm="office"
        afterwards="/urad/prihlaseni?skoncilo=1"
        words={{
          heading: common('sessionEndsHeading'),
          text: common('sessionEnds'),
          stay: common('sessionStay'),
          logOut: common('logOut'),
        }}
      />
    </OfficeFrame>
  )
}
