import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { Notice } from '#components/ui/notice'
import { requireCitizen } from '#lib/auth/gates'
import { pragueDate } from '#lib/core/dates'
import { formatDate } from '#lib/i18n/format'
import { maskEmail } from '#lib/i18n/mask-email'
import { mailsOfIdentity } from '#lib/notice/mails-of-identity.queries'
import { readOtherPayerName } from '#lib/payer/other-name.queries'
import { personName } from '#lib/payer/same-name.rules'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login')
  return { title: t('accountTitle') }
}

export default async function AccountPage() {
  const citizen = await requireCitizen()
  const [t, overview, otherName, mails] = await Promise.all([
    getTranslations('login'),
    getTranslations('overview'),
    readOtherPayerName(citizen),
    mailsOfIdentity(citizen),
  ])
  return (
    <PageBody masthead={<Masthead heading={t('accountHeading')} />}>
      <Card>
        <DefinitionList
          items={[
            {
              term: t('accountName'),
              value: personName(citizen) || t('accountNone'),
            },
            { term: t('accountEmail'), value: citizen.email ?? t('accountNone') },
          ]}
        />
      </Card>
      {citizen.payerId ? (
        <Notice tone="success" heading={t('pairedHeading')}>
          {otherName ? t('pairedOther', { name: otherName }) : t('paired')}
        </Notice>
      ) : (
        <Notice tone="warning" heading={overview('notPairedHeading')}>
          <ButtonRow>
            <LinkButton href="/ucet/prirazeni">{overview('notPairedAction')}</LinkButton>
          </ButtonRow>
        </Notice>
      )}
      <Card heading={t('mailsHeading')}>
        {mails.length === 0 ? (
          <p>{t('mailsNone')}</p>
        ) : (
          <DefinitionList
            items={mails.map(({ id, subject, recipient, createdAt, sentAt, state }) => ({
              id,
              term: formatDate(pragueDate(sentAt ?? createdAt)),
              value: subject,
              note: t(`mail.${state}`, { address: maskEmail(recipient) }),
            }))}
          />
        )}
      </Card>
    </PageBody>
  )
}
