import { getTranslations } from 'next-intl/server'
import { Button } from '#components/ui/button'
import { Field, SelectField } from '#components/ui/field'
import { attemptStates } from '#lib/payment/edges.rules'
import type { ListFilter } from '#lib/payment/history/list.rules'
import { slugOfState, stateSlugs, unverifiedSlug } from '#lib/payment/history/rules'

/** Limits the list by what names nobody, so it may stand in the address. */
export async function PaymentFilter({ filter }: { filter: ListFilter }) {
  const t = await getTranslations('office')
  const isLimited = filter.state !== null || filter.from !== null || filter.to !== null
  return (
    <form
      method="get"
      action="/urad/platby"
      aria-label={t('filterName')}
      className="flex flex-wrap items-end gap-3"
      data-print="no"
    >
      <SelectField
        name="stav"
        label={t('filterState')}
        defaultValue={slugOfState(filter.state)}
        options={[
          { value: '', label: t('filterAllStates') },
          { value: unverifiedSlug, label: t('filterUnverified') },
          ...attemptStates.map((state) => ({ value: stateSlugs[state], label: t(`state.${state}`) })),
        ]}
      />
      <Field type="date" name="od" label={t('filterFrom')} defaultValue={filter.from ?? ''} />
      <Field type="date" name="do" label={t('filterTo')} defaultValue={filter.to ?? ''} />
      <Button look="secondary" width="own">
        {t('filterButton')}
      </Button>
      {isLimited ? (
        <a href="/urad/platby" className="link inline-flex min-h-11 items-center">
          {t('filterReset')}
        </a>
      ) : null}
    </form>
  )
}
