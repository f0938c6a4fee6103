'use server'

import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { OneFieldState } from '#components/ui/one-field-form'
import { beginAction } from '#lib/auth/begin-action'
import { requireOfficer } from '#lib/auth/gates'
import { closeDifference } from '#lib/settlement/differences/close.commands'

const longestReason = 500

/** Closes the difference the officer saw, with its amount, for the reason they wrote. */
export async function closeAction(
  key: string,
  seenHal: string,
  _previous: OneFieldState,
  form: FormData,
): Promise<OneFieldState> {
  await beginAction(form, key, seenHal)
  const officer = await requireOfficer('settlements.decide')
  const typed = String(form.get('duvod') ?? '').slice(0, longestReason)
  if (!/^-?\d{1,18}$/.test(seenHal)) notFound()
  const closed = await closeDifference(officer, { key, seenAmountHal: BigInt(seenHal), reason: typed })
  if (!closed) notFound()
  const t = await getTranslations('settlement')
  if (closed.ok) {
    return { typed: '', error: null, done: { heading: t('closedHeading'), text: t('closedText') } }
  }
  return { typed, error: t(`problem.${closed.error}`) }
}
