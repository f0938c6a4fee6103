import type { ComponentProps, ReactNode } from 'react'
import { words } from '#components/ui/words'

type ChoiceProps = Omit<ComponentProps<'input'>, 'className' | 'style' | 'type' | 'id'> & {
  id: string
  label: ReactNode
  /** The whole name, where the label alone does not tell it from others: begins with the label. */
  fullLabel?: string
  note?: ReactNode
  /** At the right edge: an amount, a price. */
  trailing?: ReactNode
}

/** A large row to tick, with an amount on the right. Rows stand in a `ChoiceList`. */
export function CheckboxRow({ id, label, fullLabel, note, trailing, ...rest }: ChoiceProps) {
  return (
    <div className="relative flex items-start gap-3 bg-surface px-4 py-3.5 hover:bg-city-tint has-checked:bg-city-tint has-checked:shadow-[inset_4px_0_0_var(--city-strong)] sm:px-5">
      <input
        {...rest}
        {...described(id, note)}
        type="checkbox"
        aria-label={fullLabel}
        className="tick mt-0.5"
      />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-[1_1_10rem]">
          <label htmlFor={id} className="block font-semibold after:absolute after:inset-0">
            {label}
          </label>
          <ChoiceNote id={id} note={note} />
        </div>
        {trailing ? (
          <div className="grow text-right font-bold tabular-nums sm:grow-0">{words(trailing)}</div>
        ) : null}
      </div>
    </div>
  )
}

function described(id: string, note: ReactNode) {
  return { id, 'aria-describedby': note ? `${id}-note` : undefined }
}

function ChoiceNote({ id, note }: { id: string; note: ReactNode }) {
  if (!note) return null
  return (
    <div id={`${id}-note`} className="mt-0.5 text-muted text-sm">
      {words(note)}
    </div>
  )
}

interface ChoiceListProps {
  legend: ReactNode
  hint?: ReactNode
  children: ReactNode
}

/** The frame and the question around check box rows. */
export function ChoiceList({ legend, hint, children }: ChoiceListProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-bold text-lg">{legend}</legend>
      {hint ? <p className="-mt-1 mb-3 text-muted">{hint}</p> : null}
      <div className="divide-y divide-line overflow-clip rounded-lg border-2 border-line-strong">
        {children}
      </div>
    </fieldset>
  )
}
