import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { DashboardView } from '#components/office/dashboard-view'
import { requireOfficer } from '#lib/auth/gates'
import { readDashboard } from '#lib/report/dashboard.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('office')
  return { title: t('dashboardHeading') }
}

export default async function DashboardPage() {
  const officer = await requireOfficer('dashboard.read')
  const [dashboard, t] = await Promise.all([readDashboard(officer), getTranslations('office')])
  return (
    <>
      <OfficePageHead heading={t('dashboardHeading')} />
      <DashboardView dashboard={dashboard} seesPayments={officer.permissions.has('payments.read')} />
    </>
  )
}
