'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from '#components/ui/button'

/** The submit button of a form action: one click sends once, later clicks are swallowed until it answers. */
export function SubmitButton({ onClick, ...rest }: Omit<ComponentProps<typeof Button>, 'pending' | 'type'>) {
  const { pending } = useFormStatus()
  return (
    <Button
      {...rest}
      type="submit"
      pending={pending}
      onClick={(event) => {
        if (pending) event.preventDefault()
        else onClick?.(event)
      }}
    />
  )
}
