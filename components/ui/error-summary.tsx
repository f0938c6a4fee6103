'use client'

import { useEffect, useRef } from 'react'

interface ErrorSummaryProps {
  heading: string
  /** One line per mistake; `fieldId` is the id of the input it speaks of, absent for the whole form. */
  errors: readonly { fieldId?: string; message: string }[]
}

/**
 * The list of mistakes above a form. It takes focus whenever the list changes; without scripts the
 * `autofocus` attribute does the same on page load.
 */
export function ErrorSummary({ heading, errors }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list after another attempt takes focus again
  useEffect(() => box.current?.focus(), [errors])

  if (errors.length === 0) return null
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: the reader must land on what went wrong, also without scripts
      autoFocus
      className="rounded-lg border-2 border-overdue border-l-8 bg-overdue-tint px-4 py-4 focus-visible:shadow-none focus-visible:outline-overdue focus-visible:outline-offset-2 sm:px-5"
    >
      <h2 className="font-bold text-lg">{heading}</h2>
      <ul className="mt-2 space-y-1">
        {errors.map(({ fieldId, message }) => (
          <li key={`${fieldId ?? ''}:${message}`}>
            {fieldId ? (
              <a
                href={`#${fieldId}`}
                className="inline-flex min-h-11 items-center font-semibold text-overdue underline underline-offset-4 hover:decoration-3"
              >
                {message}
              </a>
            ) : (
              <span className="font-semibold text-overdue">{message}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
