import type { ReactNode } from 'react'
import { Icon } from '#components/ui/icon'

/** What every kind of field shares: its words. Hints come before the input, so that nobody types first and reads later. */
export interface FieldWords {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
}

/** The attributes that tie an input to its hint and error. */
export function fieldDescription({ id, hint, error }: Omit<FieldWords, 'label'>) {
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean)
  return {
    id,
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': error ? true : undefined,
  } as const
}

export const inputLook =
  'min-h-11 w-full rounded-md border-2 border-line-strong bg-surface px-3 py-1.5 text-ink placeholder:text-muted aria-invalid:border-overdue disabled:bg-sunken disabled:text-muted'

/** Label, hint and error around one input, select or text area. */
export function FieldFrame({ id, label, hint, error, children }: FieldWords & { children: ReactNode }) {
  return (
    <div className={error ? 'border-overdue border-l-4 pl-3 sm:pl-4' : ''}>
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="mt-0.5 text-muted text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1.5 font-semibold text-overdue text-sm">
          <Icon name="warning" className="size-5" />
          <span>{error}</span>
        </p>
      ) : null}
      <div className="mt-1.5">{children}</div>
    </div>
  )
}
