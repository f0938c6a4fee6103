import type { ReactNode } from 'react'

/** A turning ring beside words; it stands still under reduced motion. Decorative: the words carry the meaning. */
export function Spinner({ className = 'size-5' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={`shrink-0 animate-spin motion-reduce:animate-none ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="12" cy="12" r="9" className="opacity-30" />
      <path d="M12 3a9 9 0 0 1 9 9" />
    </svg>
  )
}

/** "We are checking": a live line that a screen reader announces politely. */
export function Checking({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-3 text-muted">
      <Spinner className="size-6 text-city-strong" />
      <span>{children}</span>
    </p>
  )
}
