'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { OneFieldState } from '#components/ui/one-field-form'
import { beginAction } from '#lib/auth/begin-action'
import { requireCitizen } from '#lib/auth/gates'
import { citySettings } from '#lib/city/settings.queries'
import { pairByBirthNumber } from '#lib/payer/pair.commands'

/** One try to find the payer; the answer never tells "not found" from "does not fit". */
export async function pairAction(_previous: OneFieldState, form: FormData): Promise<OneFieldState> {
  await beginAction(form)
  const citizen = await requireCitizen('ucet')
  const [city, t] = await Promise.all([citySettings(), getTranslations('login')])
  const typed = String(form.get('rodneCislo') ?? '')
    .trim()
    .slice(0, 20)
  if (!typed) return { typed, error: t('pairEmpty') }
  const paired = await pairByBirthNumber(citizen, typed)
  if (paired.ok || paired.error === 'already_paired') redirect('/prehled')
  const errors = {
    too_many_tries: t('pairTooMany', { phone: city.phone }),
    not_told: t('pairNotTold', { phone: city.phone }),
    no_match: t('pairNoMatch'),
  }
  return { typed, error: errors[paired.error] }
}
