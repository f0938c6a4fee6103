import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { StatementEntries } from '#components/office/statement/statement-entries'
import { StatementFacts } from '#components/office/statement/statement-facts'
import { Breadcrumb } from '#components/ui/breadcrumb'
import { EmptyState } from '#components/ui/empty-state'
import { Pagination } from '#components/ui/pagination'
import { requireOfficer } from '#lib/auth/gates'
import { entriesShown, readStatement } from '#lib/statement/statements.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('statement')
  return { title: t('heading') }
}

const wholeNumber = (text: unknown) => (/^[1-9]\d{0,8}$/.test(String(text)) ? Number(text) : null)

/** One statement with its movements; opening it is a reading of people's data and is recorded as one. */
export default async function OfficeStatementPage({
  params,
  searchParams,
}: PageProps<'/urad/vypisy/[statementId]'>) {
  const officer = await requireOfficer('statements.read')
  const statementId = wholeNumber((await params).statementId)
  const page = wholeNumber((await searchParams).strana) ?? 1
  const detail = statementId ? await readStatement(officer, statementId, page) : null
  if (!detail) notFound()
  const [t, office] = await Promise.all([getTranslations('statement'), getTranslations('office')])
  const { account, statement, entries, total } = detail
  const before = (page - 1) * entriesShown
  const at = (number: number) => `/urad/vypisy/${statement.id}?strana=${number}`
  const label = statement.number ?? t('numberless')
  return (
    <>
      <OfficePageHead
        path={
          <Breadcrumb
            label={office('path')}
            steps={[
              { href: '/urad/vypisy', label: t('heading') },
              { href: `/urad/vypisy/${statement.id}`, label },
            ]}
          />
        }
        heading={t('statementHeading', { account })}
      />
      <StatementFacts statement={statement} />
      {entries.length === 0 ? (
        <EmptyState icon="bank" heading={t('entriesCaption')}>
          {t('noEntries')}
        </EmptyState>
      ) : (
        <StatementEntries entries={entries} />
      )}
      {total > entriesShown ? (
        <Pagination
          label={t('pages')}
          position={t('position', {
            first: String(before + 1),
            last: String(before + entries.length),
            total: String(total),
          })}
          previous={page > 1 ? { href: at(page - 1), label: t('previous') } : undefined}
          next={before + entries.length < total ? { href: at(page + 1), label: t('next') } : undefined}
        />
      ) : null}
    </>
  )
}
