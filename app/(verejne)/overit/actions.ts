'use server'

import { getTranslations } from 'next-intl/server'
import type { OneFieldState } from '#components/ui/one-field-form'
import { beginAction } from '#lib/auth/begin-action'
import { countCode } from '#lib/auth/code-limit.commands'
import { anybody } from '#lib/auth/gates'
import { askingNetwork } from '#lib/auth/network'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { verifyMailCode } from '#lib/notice/verify-code.queries'

/** Tells whether a message or a confirmation with this code is ours, and nothing else about it. */
export async function verifyAction(_previous: OneFieldState, form: FormData): Promise<OneFieldState> {
  await beginAction(form)
  const t = await getTranslations('home')
  const typed = String(form.get('kod') ?? '')
    .trim()
    .slice(0, 40)
  if (!typed) return { typed, error: t('verifyEmpty') }
  const work = await countCode({
    page: 'overit',
    network: await askingNetwork(),
    code: typed,
    work: String(form.get('prace') ?? ''),
  })
  if (work) return { typed, error: t('verifyLater'), work }
  const found = await verifyMailCode(anybody(), typed)
  return found
    ? {
        typed,
        error: null,
        done: {
          heading: t('verifyYesHeading'),
          text: found.payment
            ? t('verifyYesPayment', {
                date: formatDate(found.sentOn),
                reference: found.payment.reference,
                amount: formatKc(found.payment.amountHal),
              })
            : t('verifyYes', { date: formatDate(found.sentOn) }),
        },
      }
    : { typed, error: `${t('verifyNoHeading')}. ${t('verifyNo')}` }
}
