'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { PayFormState } from '#components/payment/pay-form'
import { beginAction } from '#lib/auth/begin-action'
import { requireCitizen } from '#lib/auth/gates'
import { setReturnCookie } from '#lib/auth/return-cookie'
import { log } from '#lib/core/log'
import { fail } from '#lib/core/result'
import { startPaymentInput } from '#lib/payment/order/input'
import { startPayment } from '#lib/payment/order/start.commands'

/** „Zaplatit kartou“: starts or continues the order and sends the payer to the gateway. */
export async function payAction(_previous: PayFormState, form: FormData): Promise<PayFormState> {
  await beginAction(form)
  const citizen = await requireCitizen('prehled')
  const t = await getTranslations('payment')
  const email = String(form.get('email') ?? '')
  const input = startPaymentInput.safeParse({
    orderId: form.get('orderId'),
    assessmentIds: form.getAll('predpis'),
    seenAmountHal: form.get('seenAmountHal'),
    receiptEmail: email.trim(),
  })
  if (!input.success) {
    const isEmail = input.error.issues.every((issue) => issue.path[0] === 'receiptEmail')
    return isEmail
      ? { email, error: { fieldId: 'email', message: t('emailInvalid') } }
      : { email, error: { message: t('refusal.not_found') } }
  }
  const started = await startPayment(citizen, input.data).catch((error) => {
    log.error(error, 'a payment could not be started')
    return fail('gateway_unavailable')
  })
  if (!started.ok) return { email, error: { message: t(`refusal.${started.error}`) } }
  await setReturnCookie(started.value.orderId)
  redirect(started.value.redirectUrl)
}
