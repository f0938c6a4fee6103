import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TransferView } from '#components/payment/transfer-view'
import { requireCitizen } from '#lib/auth/gates'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { selectionInput } from '#lib/payment/order/input'
import { readPreview } from '#lib/payment/preview.queries'
import { readTransfers } from '#lib/payment/transfer.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('transfer')
  return { title: t('title') }
}

export default async function TransferPage({ searchParams }: PageProps<'/prevod'>) {
  const citizen = await requireCitizen()
  const { predpis } = await searchParams
  const ids = selectionInput.safeParse([predpis ?? []].flat())
  const today = pragueDate(now())
  const [city, chosen] = await Promise.all([
    citySettings(),
    readTransfers(citizen, ids.success ? ids.data : [], today),
  ])
  const preview = await readPreview(citizen, chosen.claims, today)
  return <TransferView chosen={chosen} preview={preview} today={today} phone={city.phone} />
}
