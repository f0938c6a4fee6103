import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Frame } from '#components/layout/frame'
import { CitizenNavigation } from '#components/session/citizen-navigation'
import { SessionGuard } from '#components/session/session-guard'
import { HeaderButton, SignedIn } from '#components/session/session-slot'
import { currentSession, requireCitizen } from '#lib/auth/gates'
import { sessionEndsInMs, sessionLimits } from '#lib/auth/realms'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { personName } from '#lib/payer/same-name.rules'

/** The gate of the citizen: without a login nothing below is even rendered. */
export default async function CitizenGate({ children }: { children: ReactNode }) {
  const citizen = await requireCitizen()
  const [city, t, session] = await Promise.all([
    citySettings(),
    getTranslations('common'),
    currentSession('citizen'),
  ])
  return (
    <Frame
      city={city}
      homeHref="/prehled"
      nav={
        <CitizenNavigation
          words={{ overview: t('navOverview'), payments: t('navPayments'), account: t('navAccount') }}
        />
      }
      session={
        <>
          <SignedIn>{personName(citizen)}</SignedIn>
          <form method="post" action="/odhlaseni">
            <input type="hidden" name="realm" value="citizen" />
            <HeaderButton icon="logout">{t('logOut')}</HeaderButton>
          </form>
        </>
      }
    >
      {children}
      <SessionGuard
        endsInMs={session ? sessionEndsInMs(session, now()) : 0}
        warnBeforeMs={sessionLimits.citizen.warnBeforeMs}
        realm="citizen"
        afterwards="/prihlaseni?skoncilo=1"
        words={{
          heading: t('sessionEndsHeading'),
          text: t('sessionEnds'),
          stay: t('sessionStay'),
          logOut: t('logOut'),
        }}
      />
    </Frame>
  )
}
