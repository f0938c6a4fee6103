import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { accountRows } from '#components/payment/copyable'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { transferTargets } from '#lib/fee/transfer-targets.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('letterTitle') }
}

/** The letter's door, for now: how to pay the letter by transfer. */
export default async function LetterPage() {
  const [t, common, targets] = await Promise.all([
    getTranslations('home'),
    getTranslations('common'),
    transferTargets(pragueDate(now())),
  ])
  const accounts = new Map([...targets.values()].map((target) => [target.iban, target]))
  const rows = await Promise.all([...accounts.values()].map(accountRows))
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
        {rows.map((items) => (
          <div key={items[0]?.value} className="mt-6">
            <DefinitionList items={items} />
          </div>
        ))}
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
