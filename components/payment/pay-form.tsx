'use client'

import { type ReactNode, useActionState, useMemo } from 'react'
import { ErrorSummary } from '#components/ui/error-summary'
import { Field } from '#components/ui/field'
import { SubmitButton } from '#components/ui/submit-button'

export interface PayFormState {
  email: string
  error: { fieldId?: string; message: string } | null
}
export type PayAction = (previous: PayFormState, form: FormData) => Promise<PayFormState>

interface PayFormProps {
  action: PayAction
  orderId: string
  assessmentIds: readonly string[]
  amountHal: string
  email: string
  words: { errorHeading: string; emailLabel: string; emailHint: string; pay: string }
  children?: ReactNode
}

/** The last form before the gateway. It carries identifiers and the amount that was seen, nothing to be trusted. */
export function PayForm({ action, orderId, assessmentIds, amountHal, email, words, children }: PayFormProps) {
  const [state, submit] = useActionState(action, { email, error: null })
  const errors = useMemo(() => (state.error ? [state.error] : []), [state])
  const emailError = state.error?.fieldId === 'email' ? state.error.message : undefined
  return (
    <form action={submit} className="space-y-6">
      <ErrorSummary heading={words.errorHeading} errors={errors} />
      <input type="hidden" name="orderId" value={orderId} />
      <input type="hidden" name="seenAmountHal" value={amountHal} />
      {assessmentIds.map((id) => (
        <input key={id} type="hidden" name="predpis" value={id} />
      ))}
      <Field
        name="email"
        id="email"
        type="text"
        inputMode="email"
        autoComplete="email"
        label={words.emailLabel}
        hint={words.emailHint}
        defaultValue={state.email}
        {...(emailError ? { error: emailError } : {})}
      />
      {children}
      <SubmitButton large icon="card">
        {words.pay}
      </SubmitButton>
    </form>
  )
}
