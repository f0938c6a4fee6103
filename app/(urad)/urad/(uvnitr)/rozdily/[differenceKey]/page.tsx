import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { DifferenceFacts } from '#components/office/settlement/difference-facts'
import { Breadcrumb } from '#components/ui/breadcrumb'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { OneFieldForm } from '#components/ui/one-field-form'
import { requireOfficer } from '#lib/auth/gates'
import { formatKc } from '#lib/core/money'
import { openDifferences } from '#lib/settlement/differences/open.queries'
import { closeAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settlement')
  return { title: t('closeHeading') }
}

/**
 * Closing one difference that cannot be mended: what it is, and the reason. One that is not open is said to be so: the
 * page comes back like that where it was closed without a script.
 */
export default async function CloseDifferencePage({ params }: PageProps<'/urad/rozdily/[differenceKey]'>) {
  const officer = await requireOfficer('settlements.decide')
  const key = decodeURIComponent((await params).differenceKey)
  const [open, t, office] = await Promise.all([
    openDifferences(officer),
    getTranslations('settlement'),
    getTranslations('office'),
  ])
  const difference = open?.find((one) => one.key === key)
  const back = (
    <a href="/urad/rozdily" className="link inline-flex min-h-11 items-center">
      {t('back')}
    </a>
  )
  if (!difference) {
    return (
      <>
        <OfficePageHead heading={t('heading')} />
        <EmptyState heading={t('notOpenHeading')} icon="check" action={back}>
          {t('notOpen')}
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <OfficePageHead
        path={
          <Breadcrumb
            label={office('path')}
            steps={[
              { href: '/urad/rozdily', label: t('heading') },
              { href: `/urad/rozdily/${encodeURIComponent(key)}`, label: difference.mark },
            ]}
          />
        }
        heading={t('closeHeading')}
      />
      <Card heading={t(`kind.${difference.kind}.what`)}>
        <DifferenceFacts difference={difference} />
      </Card>
      <p className="max-w-reading text-muted">{t('closeLead')}</p>
      <OneFieldForm
        action={closeAction.bind(null, key, String(difference.amountHal))}
        name="duvod"
        autoComplete="off"
        words={{
          errorHeading: t('errorHeading'),
          label: t('reason'),
          hint: t('reasonHint'),
          button: t('closeButton', { amount: formatKc(difference.amountHal) }),
        }}
      />
      <p>{back}</p>
    </>
  )
}
