import type { ComponentProps, ReactNode } from 'react'

type ChoiceProps = Omit<ComponentProps<'input'>, 'className' | 'style' | 'type' | 'id'> & {
  id: string
  label: ReactNode
  note?: ReactNode
  /** At the right edge: an amount, a price. */
  trailing?: ReactNode
}

const box = 'tick mt-0.5'

/** A check box with its words; the whole line is the target. */
export function Checkbox({ id, label, note, ...rest }: Omit<ChoiceProps, 'trailing'>) {
  return (
    <div className="flex min-h-11 items-start gap-3 py-2">
      <input {...rest} {...described(id, note)} type="checkbox" className={box} />
      <div className="min-w-0">
        <label htmlFor={id} className="block py-0.5">
          {label}
        </label>
        <ChoiceNote id={id} note={note} />
      </div>
    </div>
  )
}

/** A large row to tick, with an amount on the right. Rows stand in a `ChoiceList`. */
export function CheckboxRow(props: ChoiceProps) {
  return <ChoiceRow {...props} type="checkbox" />
}

/** A large row to choose one of. */
export function RadioRow(props: ChoiceProps) {
  return <ChoiceRow {...props} type="radio" />
}

function ChoiceRow({
  id,
  label,
  note,
  trailing,
  type,
  ...rest
}: ChoiceProps & { type: 'checkbox' | 'radio' }) {
  return (
    <div className="relative flex items-start gap-3 bg-surface px-4 py-3.5 hover:bg-city-tint has-checked:bg-city-tint has-checked:shadow-[inset_4px_0_0_var(--city-strong)] sm:px-5">
      <input {...rest} {...described(id, note)} type={type} className={box} />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-[1_1_10rem]">
          <label htmlFor={id} className="block font-semibold after:absolute after:inset-0">
            {label}
          </label>
          <ChoiceNote id={id} note={note} />
        </div>
        {trailing ? <div className="grow text-right font-bold tabular-nums sm:grow-0">{trailing}</div> : null}
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
      {note}
    </div>
  )
}

interface ChoiceListProps {
  legend: ReactNode
  legendHidden?: boolean
  hint?: ReactNode
  children: ReactNode
}

/** The frame and the question around check box or radio rows. */
export function ChoiceList({ legend, legendHidden = false, hint, children }: ChoiceListProps) {
  return (
    <fieldset className="min-w-0">
      <legend className={legendHidden ? 'sr-only' : 'mb-2 font-bold text-lg'}>{legend}</legend>
      {hint ? <p className="-mt-1 mb-3 text-muted">{hint}</p> : null}
      <div className="divide-y divide-line overflow-clip rounded-lg border-2 border-line-strong">
        {children}
      </div>
    </fieldset>
  )
}
