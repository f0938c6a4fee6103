'use client'

import { useActionState, useMemo } from 'react'
import { ErrorSummary } from '#components/ui/error-summary'
import { FieldFrame, fieldDescription, inputLook } from '#components/ui/field-frame'
import { Notice } from '#components/ui/notice'
import { SubmitButton } from '#components/ui/submit-button'

export interface UploadState {
  error: string | null
  /** What was done, line by line. */
  done: string[]
  /** Whether something of the file is held, so that it does not count yet. */
  isHeld?: boolean
}

const name = 'vypis'

/** The form that takes a statement; tells what came of it in its place. */
export function UploadForm({
  action,
  words,
}: {
  action: (previous: UploadState, form: FormData) => Promise<UploadState>
  words: Record<'errorHeading' | 'label' | 'hint' | 'button' | 'done' | 'held', string>
}) {
  const [state, submit] = useActionState(action, { error: null, done: [] })
  const errors = useMemo(() => (state.error ? [{ fieldId: name, message: state.error }] : []), [state])
  const own = { id: name, label: words.label, hint: words.hint, error: state.error ?? undefined }
  return (
    <form action={submit} className="space-y-5">
      <ErrorSummary heading={words.errorHeading} errors={errors} />
      {state.done.length > 0 ? (
        <div role="status">
          <Notice
            tone={state.isHeld ? 'warning' : 'success'}
            heading={state.isHeld ? words.held : words.done}
          >
            {state.done.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </Notice>
        </div>
      ) : null}
      <FieldFrame {...own}>
        <input {...fieldDescription(own)} type="file" name={name} className={`${inputLook} py-2`} />
      </FieldFrame>
      <SubmitButton>{words.button}</SubmitButton>
    </form>
  )
}
