import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { ControlSumsTable } from '#components/office/close/control-sums'
import { ObstacleList } from '#components/office/close/obstacle-list'
import { Breadcrumb } from '#components/ui/breadcrumb'
import { Notice } from '#components/ui/notice'
import { OneFieldForm } from '#components/ui/one-field-form'
import { StatusTag } from '#components/ui/status-tag'
import { requireOfficer } from '#lib/auth/gates'
import { markOfMonth } from '#lib/close/control-sums.rules'
import { readObstacles } from '#lib/close/obstacles.queries'
import { accountText, obstacleText } from '#lib/close/report/close-sentences'
import { readMonthReport } from '#lib/close/report/month-report.queries'
import { isTooEarly, monthText, readMonth } from '#lib/close/rules'
import { closeAction, reopenAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('close')
  return { title: t('heading') }
}

/** One month before its closing: what stands in the way, its control sums, and the button; or how it was closed. */
export default async function OfficeMonthPage({ params }: PageProps<'/urad/uzaverky/[month]'>) {
  const officer = await requireOfficer('months.read')
  const month = readMonth((await params).month)
  const report = month ? await readMonthReport(officer, month) : null
  if (!month || !report) notFound()
  const [t, office] = await Promise.all([getTranslations('close'), getTranslations('office')])
  const { sums, closed, isLastClosed } = report
  const obstacles = closed ? [] : ((await readObstacles(officer, month)) ?? [])
  const name = monthText(month)
  const isOffered = !closed && officer.permissions.has('months.close') && !obstacles.some(isTooEarly)
  return (
    <>
      <OfficePageHead
        path={
          <Breadcrumb
            label={office('path')}
            steps={[
              { href: '/urad/uzaverky', label: t('heading') },
              { href: `/urad/uzaverky/${month}`, label: name },
            ]}
          />
        }
        heading={t('monthHeading', { month: name })}
        status={<StatusTag tone={closed ? 'ok' : 'neutral'}>{t(closed ? 'closed' : 'open')}</StatusTag>}
      />
      {closed ? (
        closed.carriedOver.length > 0 ? (
          <Notice tone="warning" heading={t('carriedOver', { reason: closed.reason ?? '' })}>
            <Sentences lines={closed.carriedOver} />
          </Notice>
        ) : null
      ) : obstacles.length > 0 ? (
        <Notice tone="warning" heading={t('obstaclesHeading')}>
          <ObstacleList
            obstacles={obstacles.map((obstacle) => ({ obstacle, text: obstacleText(obstacle) }))}
            permissions={officer.permissions}
          />
        </Notice>
      ) : (
        <Notice tone="success" heading={t('noObstacle')} />
      )}
      <ControlSumsTable rows={sums.accounts.map((sum) => ({ ...sum, name: accountText(sum) }))} />
      {closed && isLastClosed && officer.permissions.has('months.close') ? (
        <OneFieldForm
          action={reopenAction.bind(null, month)}
          name="duvod"
          autoComplete="off"
          words={{
            errorHeading: t('reopenErrorHeading'),
            label: t('reopenReason'),
            hint: t('reopenHint'),
            button: t('reopenButton', { month: name }),
          }}
        />
      ) : null}
      {isOffered ? (
        <OneFieldForm
          action={closeAction.bind(null, month, markOfMonth(sums, obstacles))}
          name="duvod"
          autoComplete="off"
          words={{
            errorHeading: t('closeErrorHeading'),
            label: t('reason'),
            hint: t('reasonHint'),
            button: t('closeButton', { month: name }),
          }}
        />
      ) : null}
    </>
  )
}

function Sentences({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="list-disc space-y-1 pl-5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
