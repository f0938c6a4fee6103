'use server'

import { forbidden, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { ConfirmState } from '#components/office/close/confirm-form'
import { beginAction } from '#lib/auth/begin-action'
import { requireOfficer } from '#lib/auth/gates'
import { confirmDocuments } from '#lib/close/confirm-documents.commands'
import { isIsoDate } from '#lib/core/dates'

/** Confirms the documents of a day with the sum the officer saw. */
export async function confirmAction(
  day: string,
  seenHal: string,
  _previous: ConfirmState,
  form: FormData,
): Promise<ConfirmState> {
  await beginAction(form, day, seenHal)
  const officer = await requireOfficer('months.close')
  if (!isIsoDate(day) || !/^\d{1,18}$/.test(seenHal)) forbidden()
  const confirmed = await confirmDocuments(officer, { day, seenSumHal: BigInt(seenHal) })
  if (!confirmed) forbidden()
  if (confirmed.ok) redirect('/urad/uzaverky')
  const t = await getTranslations('close')
  return { error: t(`confirmProblem.${confirmed.error}`) }
}
