'use server'

import { forbidden, notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { OneFieldState } from '#components/ui/one-field-form'
import { beginAction } from '#lib/auth/begin-action'
import { requireOfficer } from '#lib/auth/gates'
import { closeMonth } from '#lib/close/close-month.commands'
import { reopenMonth } from '#lib/close/reopen-month.commands'
import { mayBeCarriedOver, readMonth } from '#lib/close/rules'

const longestReason = 500

/** Closes the month over the sums the officer saw; a reason carries over what is not explained. */
export async function closeAction(
  written: string,
  seenMark: string,
  _previous: OneFieldState,
  form: FormData,
): Promise<OneFieldState> {
  await beginAction(form, written, seenMark)
  const officer = await requireOfficer('months.close')
  const month = readMonth(written)
  if (!month) notFound()
  const typed = String(form.get('duvod') ?? '').slice(0, longestReason)
  const closed = await closeMonth(officer, { month, seenMark, carryOverReason: typed })
  if (!closed) forbidden()
  if (closed.ok) redirect('/urad/uzaverky')
  const t = await getTranslations('close')
  // The page comes again with the answer and lists what stands in the way, each with its place.
  if (closed.error.kind === 'sums_changed') return { typed, formError: t('sumsChanged') }
  const isReasonMissing = closed.error.obstacles.every(mayBeCarriedOver)
  return isReasonMissing ? { typed, error: t('reasonMissing') } : { typed, formError: t('obstaclesStand') }
}

/** Opens the last closed month again, for a reason. */
export async function reopenAction(
  written: string,
  _previous: OneFieldState,
  form: FormData,
): Promise<OneFieldState> {
  await beginAction(form, written)
  const officer = await requireOfficer('months.close')
  const month = readMonth(written)
  if (!month) notFound()
  const typed = String(form.get('duvod') ?? '').slice(0, longestReason)
  const reopened = await reopenMonth(officer, { month, reason: typed })
  if (!reopened) forbidden()
  if (reopened.ok) redirect(`/urad/uzaverky/${month}`)
  const t = await getTranslations('close')
  return { typed, error: t(`reopenProblem.${reopened.error}`) }
}
