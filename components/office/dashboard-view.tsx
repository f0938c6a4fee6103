import { getTranslations } from 'next-intl/server'
import { FlowTable } from '#components/office/flow-table'
import { AttemptStateTag } from '#components/office/payment/attempt-state-tag'
import { Heading } from '#components/ui/heading'
import { Notice } from '#components/ui/notice'
import { StatTile, StatTiles } from '#components/ui/stat-tile'
import { formatKc } from '#lib/core/money'
import { formatDateTime } from '#lib/i18n/format'
import type { ClaimTotals, Dashboard } from '#lib/report/dashboard.queries'
import { ageOf } from '#lib/report/dashboard.rules'

interface DashboardViewProps {
  dashboard: Dashboard
  /** Whether the officer may follow links into payments. */
  seesPayments: boolean
}

/** The office's first page: what waits for a person, today's money, the claims of the year. */
export async function DashboardView({ dashboard, seesPayments }: DashboardViewProps) {
  const t = await getTranslations('office')
  return (
    <>
      <p className="-mt-3 text-muted">{t('asOf', { moment: formatDateTime(dashboard.asOf) })}</p>
      {dashboard.broken.map((gateway) => (
        <Notice
          key={gateway.name}
          tone="danger"
          heading={t('brokenHeading', { company: gateway.companyName })}
        >
          <p>{t('broken', { moment: formatDateTime(gateway.illSince) })}</p>
        </Notice>
      ))}
      <Oldest dashboard={dashboard} seesPayments={seesPayments} />
      <section className="space-y-2" aria-labelledby="dnes">
        <Heading level={2} size="md" id="dnes">
          {t('dayHeading')}
        </Heading>
        <Today dashboard={dashboard} seesPayments={seesPayments} />
      </section>
      <section className="space-y-2" aria-labelledby="predpisy">
        <Heading level={2} size="md" id="predpisy">
          {t('claimsHeading')}
        </Heading>
        <Claims claims={dashboard.claims} />
      </section>
      <div className="grid gap-5 2xl:grid-cols-2">
        <FlowTable
          heading={t('byWayHeading')}
          what={t('column.way')}
          empty={t('nothingReceived')}
          rows={dashboard.byWay.map((flow) => ({
            ...flow,
            key: flow.way ?? 'none',
            name: t(`way.${flow.way ?? 'none'}`),
          }))}
        />
        <FlowTable
          heading={t('byStateHeading')}
          what={t('column.state')}
          empty={t('nothingBegun')}
          rows={dashboard.byState.map((flow) => ({
            ...flow,
            key: flow.state,
            name: <AttemptStateTag state={flow.state}>{t(`state.${flow.state}`)}</AttemptStateTag>,
          }))}
        />
      </div>
    </>
  )
}

async function oldestAge({ unverified, asOf }: Dashboard): Promise<string> {
  const t = await getTranslations('office')
  if (!unverified.oldest) return ''
  const { unit, count } = ageOf(unverified.oldest.createdAt, asOf)
  return t(`age.${unit}`, { count })
}

async function Oldest({ dashboard, seesPayments }: DashboardViewProps) {
  const t = await getTranslations('office')
  const { oldest } = dashboard.unverified
  if (!oldest) return null
  return (
    <Notice tone="warning" heading={t('oldestHeading', { age: await oldestAge(dashboard) })}>
      <p>
        {t.rich('oldest', {
          reference: oldest.reference,
          moment: formatDateTime(oldest.createdAt),
          link: (chunks) =>
            seesPayments ? (
              <a href={`/urad/platby/${oldest.attemptId}`} className="link tabular-nums">
                {chunks}
              </a>
            ) : (
              chunks
            ),
        })}
      </p>
    </Notice>
  )
}

async function Today({ dashboard, seesPayments }: DashboardViewProps) {
  const t = await getTranslations('office')
  const { received, unverified, mails } = dashboard
  return (
    <StatTiles>
      <StatTile
        label={t('receivedToday')}
        value={formatKc(received.today.amountHal)}
        note={t('payments', { count: received.today.payments })}
      />
      <StatTile
        label={t('unverified')}
        value={String(unverified.payments)}
        note={
          unverified.oldest ? t('unverifiedNote', { age: await oldestAge(dashboard) }) : t('unverifiedNone')
        }
        attention={unverified.payments > 0}
        {...(seesPayments && unverified.payments > 0 ? { href: '/urad/platby?stav=neoverene' } : {})}
      />
      <StatTile
        label={t('mailsWaiting')}
        value={String(mails.waiting)}
        note={t(mails.waiting > 0 ? 'mailsWaitingNote' : 'mailsWaitingNone')}
      />
      <StatTile
        label={t('mailsFailed')}
        value={String(mails.failed)}
        note={mails.failed > 0 ? t('mailsFailedNote') : t('mailsFailedNone')}
        attention={mails.failed > 0}
      />
    </StatTiles>
  )
}

async function Claims({ claims }: { claims: ClaimTotals }) {
  const t = await getTranslations('office')
  const percent = claims.assessedHal > 0n ? Number((claims.paidHal * 100n) / claims.assessedHal) : 0
  return (
    <>
      <StatTiles>
        <StatTile
          label={t('assessedThisYear', { year: String(claims.year) })}
          value={formatKc(claims.assessedHal)}
          note={t('assessedThisYearNote', { year: String(claims.year) })}
        />
        <StatTile
          label={t('paidThisYear')}
          value={formatKc(claims.paidHal)}
          note={t('paidThisYearNote', { percent: `${percent} %` })}
        />
        <StatTile
          label={t('remainingThisYear')}
          value={formatKc(claims.remainingHal)}
          note={t('remainingThisYearNote')}
        />
        <StatTile
          label={t('overdueAll')}
          value={formatKc(claims.overdueHal)}
          note={t('overdueAllNote', { count: claims.overdueClaims })}
        />
      </StatTiles>
      <p className="text-muted text-sm">{t('claimsAsOf', { moment: formatDateTime(claims.asOf) })}</p>
    </>
  )
}
