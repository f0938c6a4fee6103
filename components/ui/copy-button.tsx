'use client'

import { useState, useSyncExternalStore } from 'react'
import { Icon } from '#components/ui/icon'

const never = () => () => {}

/** True only after the script has taken over the page, so that no dead button ever shows. */
function useScripted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

interface CopyButtonProps {
  /** What goes to the clipboard: without spaces or grouping. */
  value: string
  /** The button's words for the eye, e.g. „Kopírovat“. */
  label: string
  /** The words for a screen reader, which must begin with `label`: e.g. „Kopírovat variabilní symbol“. */
  fullLabel: string
  /** Announced and shown after success, e.g. „Zkopírováno“. */
  copiedLabel: string
}

/** Copies one value and says so. Hidden until the script runs; the value itself stands beside it as text. */
export function CopyButton({ value, label, fullLabel, copiedLabel }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const scripted = useScripted()

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
      setTimeout(() => setCopied(false), 4000)
    } catch {
      // The browser refused; the value stays on the page to be selected by hand.
    }
  }

  return (
    <span className={`script-only inline-flex ${scripted ? '' : 'invisible'}`} data-print="no">
      <button
        type="button"
        onClick={copy}
        aria-label={fullLabel}
        className="inline-flex min-h-11 min-w-11 items-center gap-1.5 rounded-md px-2.5 font-semibold text-city-strong text-sm hover:bg-city-tint"
      >
        <Icon name={copied ? 'check' : 'copy'} className="size-5" />
        <span>{copied ? copiedLabel : label}</span>
      </button>
      <span role="status" className="sr-only">
        {copied ? copiedLabel : ''}
      </span>
    </span>
  )
}
