'use client'

import { useActionState } from 'react'
import { SubmitButton } from '#components/ui/submit-button'

export interface ConfirmState {
  error: string | null
}

/** One button that confirms a day, and what went wrong beside it. */
export function ConfirmForm({
  action,
  label,
}: {
  action: (previous: ConfirmState, form: FormData) => Promise<ConfirmState>
  label: string
}) {
  const [state, submit] = useActionState(action, { error: null })
  return (
    <form action={submit} className="space-y-2">
      {state.error ? (
        <p role="alert" className="font-semibold text-overdue text-sm">
          {state.error}
        </p>
      ) : null}
      <SubmitButton look="secondary">{label}</SubmitButton>
    </form>
  )
}
