'use client'

import { type ReactNode, useActionState } from 'react'
import {
  type PaymentLine,
  PaymentTable,
  type PaymentTableWords,
} from '#components/office/payment/payment-table'
import { Card } from '#components/ui/card'
import { Heading } from '#components/ui/heading'
import { Icon } from '#components/ui/icon'
import { SearchInput } from '#components/ui/search-input'

/** What a search answered; `heading` is empty until something was searched for. */
export interface PaymentSearchState {
  typed: string
  error: string
  heading: string
  note: string
  lines: PaymentLine[]
}

interface PaymentSearchProps {
  action: (previous: PaymentSearchState, form: FormData) => Promise<PaymentSearchState>
  words: { label: string; button: string; hint: string; end: string; table: PaymentTableWords }
  /** What stands there while nothing is searched for. */
  children: ReactNode
}

const nothing: PaymentSearchState = { typed: '', error: '', heading: '', note: '', lines: [] }

/**
 * A search whose text may name a person: it goes by POST, so it stands in no address, history or log. Works
 * without a script too, the page then comes back with what was found.
 */
export function PaymentSearch({ action, words, children }: PaymentSearchProps) {
  const [found, search] = useActionState(action, nothing)
  return (
    <>
      <search>
        <form action={search} className="max-w-3xl">
          <SearchInput
            label={words.label}
            describedBy="hledat-napoveda"
            submitLabel={words.button}
            defaultValue={found.typed}
          />
          <p id="hledat-napoveda" className="mt-1 text-muted text-sm">
            {words.hint}
          </p>
        </form>
      </search>
      <div role="status">
        {found.error ? (
          <p className="flex items-center gap-1.5 font-semibold text-overdue">
            <Icon name="warning" className="size-5" />
            {found.error}
          </p>
        ) : null}
        {found.heading ? (
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <div>
              <Heading level={2} size="md">
                {found.heading}
              </Heading>
              {found.note ? <p className="text-muted">{found.note}</p> : null}
            </div>
            <a href="/urad/platby" className="link inline-flex min-h-11 items-center">
              {words.end}
            </a>
          </div>
        ) : null}
      </div>
      {found.lines.length > 0 ? (
        <Card flush>
          <PaymentTable lines={found.lines} words={words.table} />
        </Card>
      ) : null}
      {found.heading ? null : children}
    </>
  )
}
