import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { CopyButton } from '#components/ui/copy-button'
import { DefinitionList } from '#components/ui/definition-list'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { cityAccounts } from '#lib/fee/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('letterTitle') }
}

/** The letter's door, for now: how to pay the letter by transfer. */
export default async function LetterPage() {
  const [t, common, accounts] = await Promise.all([
    getTranslations('home'),
    getTranslations('common'),
    cityAccounts(pragueDate(now())),
  ])
  return (
    <PageBody
      masthead={
        <Masthead
          back={{ href: '/', label: common('back') }}
          heading={t('letterTitle')}
          lead={t('letterLead')}
        />
      }
    >
      <Card>
        <ol className="list-decimal space-y-3 pl-6">
          <li>{t('letterStep1')}</li>
          <li>{t('letterStep2')}</li>
          <li>{t('letterStep3')}</li>
        </ol>
        {accounts.length > 0 ? (
          <div className="mt-6">
            <DefinitionList
              items={accounts.map((account) => ({
                term: t('letterAccount'),
                value: account,
                strong: true,
                action: (
                  <CopyButton
                    value={account}
                    label={common('copy')}
                    fullLabel={common('copyAccount')}
                    copiedLabel={common('copied')}
                  />
                ),
              }))}
            />
          </div>
        ) : null}
      </Card>
      <Card>
        <p className="mb-4">{t('letterNoSymbol')}</p>
        <ButtonRow>
          <LinkButton href="/prihlaseni" look="secondary" icon="login">
            {common('logIn')}
          </LinkButton>
        </ButtonRow>
      </Card>
    </PageBody>
  )
}
