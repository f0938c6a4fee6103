'use client'

import { type ComponentProps, useActionState, useMemo } from 'react'
import { ErrorSummary } from '#components/ui/error-summary'
import { Field } from '#components/ui/field'
import { ProofOfWork } from '#components/ui/proof-of-work'
import { SubmitButton } from '#components/ui/submit-button'

export interface OneFieldState {
  typed: string
  /** What is wrong with the field. */
  error?: string | null
  /** What is wrong with the whole, whatever stands in the field. */
  formError?: string
  /** What the browser has to work on before its answer is looked up, where too many were typed. */
  work?: ComponentProps<typeof ProofOfWork>['challenge']
  /** What to say when it went well. */
  done?: { heading: string; text: string }
}

interface OneFieldFormProps {
  action: (previous: OneFieldState, form: FormData) => Promise<OneFieldState>
  name: string
  autoComplete?: string
  isDigits?: boolean
  words: { errorHeading: string; label: string; hint: string; button: string; working?: string }
}

/** A form of one question: keeps what was typed, and says what is wrong beside it and above it. */
export function OneFieldForm({ action, name, autoComplete, isDigits = false, words }: OneFieldFormProps) {
  const [state, submit] = useActionState(action, { typed: '', error: null })
  // The same list for the same answer: focus moves when an answer comes, not when the next one is awaited.
  const errors = useMemo(() => {
    if (state.error) return [{ fieldId: name, message: state.error }]
    return state.formError ? [{ message: state.formError }] : []
  }, [state, name])
  return (
    <form action={submit} className="space-y-6">
      <ErrorSummary heading={words.errorHeading} errors={errors} />
      {state.done ? (
        <div role="status" className="rounded-lg border-2 border-ok bg-ok-tint p-4">
          <p className="font-bold text-lg">{state.done.heading}</p>
          <p>{state.done.text}</p>
        </div>
      ) : null}
      <Field
        name={name}
        id={name}
        label={words.label}
        hint={words.hint}
        width="medium"
        digits={isDigits}
        autoComplete={autoComplete}
        defaultValue={state.typed}
        {...(state.error ? { error: state.error } : {})}
      />
      {words.working ? (
        <ProofOfWork challenge={state.work ?? null} name="prace" sentence={words.working} />
      ) : null}
      <SubmitButton>{words.button}</SubmitButton>
    </form>
  )
}
