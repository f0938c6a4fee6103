import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Frame } from '#components/layout/frame'
import { HeaderLink } from '#components/session/session-slot'
import { citySettings } from '#lib/city/settings.queries'

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const [city, t] = await Promise.all([citySettings(), getTranslations('common')])
  return (
    <Frame
      city={city}
      homeHref="/"
      session={
        <HeaderLink href="/prihlaseni" icon="login">
          {t('logIn')}
        </HeaderLink>
      }
    >
      {children}
    </Frame>
  )
}
