import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { OneFieldForm, type OneFieldState } from '#components/ui/one-field-form'
import { formatKc } from '#lib/core/money'
import { formatDate, formatDateTime } from '#lib/i18n/format'
import type { HeldLine } from '#lib/statement/held-list.queries'

type Release = (
  heldId: number,
  seenOpeningHal: string | null,
  previous: OneFieldState,
  form: FormData,
) => Promise<OneFieldState>

/** The statements that are held: what each tells, why it is held and what comes next. */
export async function HeldStatements({ held, release }: { held: readonly HeldLine[]; release: Release }) {
  const t = await getTranslations('statement')
  const amount = (hal: bigint | null) => (hal === null ? t('untold') : formatKc(hal))
  return held.map((one) => {
    const seenOpeningHal = one.openingHal === null ? null : String(one.openingHal)
    return (
      <Card key={one.id} heading={t('held.heading', { id: String(one.id), account: one.account })}>
        <DefinitionList
          items={[
            { term: t('held.why'), value: one.why },
            { term: t('column.number'), value: one.number ?? t('numberless') },
            { term: t('column.days'), value: `${formatDate(one.fromOn)} – ${formatDate(one.toOn)}` },
            { term: t('column.opening'), value: amount(one.openingHal) },
            { term: t('column.closing'), value: amount(one.closingHal) },
            { term: t('column.entries'), value: String(one.entries) },
            { term: t('held.file'), value: one.fileName },
            { term: t('column.importedAt'), value: formatDateTime(one.heldAt) },
            {
              term: t('held.next'),
              value: one.isOwn
                ? t('held.nextOwn')
                : t('held.nextOther', { command: `statement reject ${one.id}` }),
            },
          ]}
        />
        {one.mayRelease ? (
          <OneFieldForm
            action={release.bind(null, one.id, seenOpeningHal)}
            name={`duvod-${one.id}`}
            autoComplete="off"
            words={{
              errorHeading: t('held.errorHeading'),
              label: t('held.reasonLabel'),
              hint: t('held.reasonHint'),
              button: t('held.button', { opening: amount(one.openingHal) }),
            }}
          />
        ) : null}
      </Card>
    )
  })
}
