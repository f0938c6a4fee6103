import { inputLook } from '#components/ui/field-frame'
import { Icon } from '#components/ui/icon'

interface SearchInputProps {
  label: string
  /** The id of the words that explain it. */
  describedBy?: string
  submitLabel: string
  defaultValue?: string | undefined
}

/** The input and button alone, for a caller's own form (e.g. a server action, when the text may name a person). */
export function SearchInput({ label, describedBy, submitLabel, defaultValue }: SearchInputProps) {
  return (
    <div>
      <label htmlFor="hledat" className="mb-1.5 block font-semibold">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          type="search"
          name="hledat"
          id="hledat"
          aria-describedby={describedBy}
          defaultValue={defaultValue}
          autoComplete="off"
          spellCheck={false}
          className={`${inputLook} min-w-0`}
        />
        <button
          type="submit"
          className="inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-2 rounded-md border-2 border-city-strong bg-surface px-3 font-semibold text-city-strong hover:bg-city-tint"
        >
          <Icon name="search" className="size-5" />
          <span className="sr-only sm:not-sr-only">{submitLabel}</span>
        </button>
      </div>
    </div>
  )
}
