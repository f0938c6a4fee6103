import type { ReactNode } from 'react'
import { words } from '#components/ui/words'

interface StatTileProps {
  label: string
  /** Already formatted. */
  value: string
  note?: ReactNode
  href?: string
  /** Something waits for a person: a stronger edge; the label or the note must say it in words. */
  attention?: boolean
}

/** One figure of a dashboard: what it is, how much, and against what. */
export function StatTile({ label, value, note, href, attention = false }: StatTileProps) {
  return (
    <div
      className={`relative rounded-lg border border-line border-t-4 bg-surface px-4 py-3 ${attention ? 'border-t-due-mark' : 'border-t-line'} ${href ? 'hover:bg-city-tint' : ''}`}
    >
      <p className="text-muted text-sm">
        {href ? (
          <a href={href} className="underline underline-offset-4 after:absolute after:inset-0">
            {label}
          </a>
        ) : (
          label
        )}
      </p>
      <p className="mt-1 whitespace-nowrap font-bold text-2xl tabular-nums tracking-tight">{words(value)}</p>
      {note ? <p className="mt-0.5 text-muted text-sm">{words(note)}</p> : null}
    </div>
  )
}

/** Tiles side by side, as many as fit. */
export function StatTiles({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,11.5rem),1fr))] gap-3">{children}</div>
  )
}
