import { getTranslations } from 'next-intl/server'
import { Frame } from '#components/layout/frame'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { HeaderButton } from '#components/session/session-slot'
import { citySettings } from '#lib/city/settings.queries'

/** For somebody of the office without any role here: says so, and lets them out. */
export default async function ForbiddenPage() {
  const [city, t] = await Promise.all([citySettings(), getTranslations('common')])
  return (
    <Frame
      city={city}
      homeHref="/"
      session={
        <form method="post" action="/odhlaseni">
          <input type="hidden" name="realm" value="office" />
          <HeaderButton icon="logout">{t('logOut')}</HeaderButton>
        </form>
      }
    >
      <PageBody masthead={<Masthead heading={t('forbiddenHeading')} lead={t('forbidden')} />}>
        {null}
      </PageBody>
    </Frame>
  )
}
