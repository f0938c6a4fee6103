import type { ComponentProps } from 'react'
import { FieldFrame, type FieldWords, fieldDescription, inputLook } from '#components/ui/field-frame'

const widths = { short: 'max-w-40', medium: 'max-w-80', full: '' }

type Own = Omit<FieldWords, 'id'> & { id?: string; name: string }

type FieldProps = Own &
  Omit<ComponentProps<'input'>, 'className' | 'style' | 'name' | 'id'> & {
    /** How long an answer we expect; the box shows it. */
    width?: keyof typeof widths
    /** Symbols, codes and amounts: digits of one width, spaced apart. */
    digits?: boolean
  }

/** One line of text with its label, hint and error. The id defaults to the name. */
export function Field({ id, name, label, hint, error, width = 'full', digits = false, ...rest }: FieldProps) {
  const own = { id: id ?? name, label, hint, error }
  return (
    <FieldFrame {...own}>
      <input
        type="text"
        inputMode={digits ? 'numeric' : undefined}
        autoComplete={digits ? 'off' : undefined}
        {...rest}
        {...fieldDescription(own)}
        name={name}
        className={`${inputLook} ${widths[width]} ${digits ? 'text-lg tabular-nums tracking-wider' : ''}`}
      />
    </FieldFrame>
  )
}

type SelectFieldProps = Own &
  Omit<ComponentProps<'select'>, 'className' | 'style' | 'name' | 'id' | 'children'> & {
    options: readonly { value: string; label: string }[]
    width?: keyof typeof widths
  }

/** A choice from a list too long for radio rows. */
export function SelectField({
  id,
  name,
  label,
  hint,
  error,
  options,
  width = 'full',
  ...rest
}: SelectFieldProps) {
  const own = { id: id ?? name, label, hint, error }
  return (
    <FieldFrame {...own}>
      <select {...rest} {...fieldDescription(own)} name={name} className={`${inputLook} ${widths[width]}`}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
