import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { OutcomePanel } from '#components/layout/outcome-panel'
import { PageBody } from '#components/layout/page-body'
import { OutcomeView } from '#components/payment/outcome-view'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { anybody, maybeCitizen } from '#lib/auth/gates'
import { readReturnCookie } from '#lib/auth/return-cookie'
import { findOrder, findReturningOrder } from '#lib/payment/order/orders.queries'
import { outcomeOf } from '#lib/payment/outcome.rules'
import { refreshIfUndecided } from '#lib/payment/refresh.commands'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('payment')
  return { title: t('returnTitle') }
}

/**
 * Back from the gateway without a login. The browser that began the payment learns whether money was taken;
 * anybody else reads only that the outcome waits behind the login.
 */
export default async function ReturnPage(props: PageProps<'/navrat/[orderId]'>) {
  const { orderId } = await props.params
  const [citizen, begun] = await Promise.all([maybeCitizen(), readReturnCookie()])
  if (citizen && begun === orderId && (await findOrder(citizen, orderId))) redirect(`/platby/${orderId}`)
  const order = begun === orderId ? await findReturningOrder(orderId) : null
  if (!order) return <Unknown />
  await refreshIfUndecided(anybody(), order.attempts)
  const current = (await findReturningOrder(orderId)) ?? order
  return (
    <PageBody masthead={<Masthead />}>
      <OutcomeView
        outcome={outcomeOf(current)}
        order={current}
        laid={null}
        companyName={current.attempts[0]?.companyName ?? ''}
        retryHref="/prihlaseni"
        isSignedIn={false}
      />
    </PageBody>
  )
}

async function Unknown() {
  const t = await getTranslations('payment')
  return (
    <PageBody masthead={<Masthead />}>
      <OutcomePanel
        tone="progress"
        heading={t('returnHeading')}
        sentence={<p>{t('returnText')}</p>}
        actions={
          <ButtonRow>
            <LinkButton href="/prihlaseni?cil=platby" icon="login">
              {t('returnLogin')}
            </LinkButton>
          </ButtonRow>
        }
      />
    </PageBody>
  )
}
