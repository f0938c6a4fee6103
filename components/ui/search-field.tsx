import { inputLook } from '#components/ui/field-frame'
import { Icon } from '#components/ui/icon'

interface SearchFieldProps {
  /** Said to a screen reader; the magnifier stands for it to the eye. */
  label: string
  submitLabel: string
  name?: string
  action?: string
  defaultValue?: string | undefined
  placeholder?: string
}

/** A search form by GET. For fragments that are not personal; personal ones go by POST with `action` and `method` of the caller. */
export function SearchField({
  label,
  submitLabel,
  name = 'hledat',
  action,
  defaultValue,
  placeholder,
}: SearchFieldProps) {
  return (
    <search className="min-w-0 flex-1">
      <form action={action} method="get">
        <SearchInput
          name={name}
          label={label}
          submitLabel={submitLabel}
          defaultValue={defaultValue}
          placeholder={placeholder}
        />
      </form>
    </search>
  )
}

/** The input and button alone, for a caller's own form (e.g. a server action, when the text may name a person). */
export function SearchInput({
  name = 'hledat',
  label,
  submitLabel,
  defaultValue,
  placeholder,
}: Omit<SearchFieldProps, 'action' | 'placeholder'> & { placeholder?: string | undefined }) {
  return (
    <div className="flex gap-2">
      <input
        type="search"
        name={name}
        aria-label={label}
        defaultValue={defaultValue}
        placeholder={placeholder}
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
  )
}
