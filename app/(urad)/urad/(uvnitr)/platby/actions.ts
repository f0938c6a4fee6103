'use server'

import { getTranslations } from 'next-intl/server'
import { paymentLines } from '#components/office/payment/payment-lines'
import type { PaymentSearchState } from '#components/office/payment/payment-search'
import { beginAction } from '#lib/auth/begin-action'
import { requireOfficer } from '#lib/auth/gates'
import { searchPayments } from '#lib/payment/history/search.queries'
import { maxFragmentCharacters } from '#lib/payment/history/search.rules'

/** Searches the payments for a text that may name a person; it comes by POST and is kept nowhere. */
export async function searchAction(
  _previous: PaymentSearchState,
  form: FormData,
): Promise<PaymentSearchState> {
  await beginAction(form)
  const officer = await requireOfficer('payments.read')
  const t = await getTranslations('office')
  const typed = String(form.get('hledat') ?? '').slice(0, maxFragmentCharacters)
  const found = await searchPayments(officer, typed)
  if (!found) return { typed, error: t('searchTooShort'), heading: '', note: '', lines: [] }
  const { rows, hits } = found
  return {
    typed,
    error: '',
    heading: t('searchHits', { hits }),
    note: hits === 0 ? t('searchNothing') : hits > rows.length ? t('searchFirst', { rows: rows.length }) : '',
    lines: await paymentLines(rows),
  }
}
