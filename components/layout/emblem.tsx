interface EmblemProps {
  /** The city's initial letter. */
  letter: string
  className?: string
}

/** A shield with a wall for its upper edge and the city's initial: a sign for any city that has not given its own. Decorative. */
export function Emblem({ letter, className = 'h-12 w-10' }: EmblemProps) {
  return (
    <svg
      viewBox="0 0 40 48"
      className={`shrink-0 text-field-on [--letter:var(--field)] ${className}`}
      aria-hidden="true"
      focusable="false"
    >
      <path d="M2 7V1h7v5h5.5V1h11v5H31V1h7v24c0 11-7.5 17.5-18 22C9.5 42.5 2 36 2 25z" fill="currentColor" />
      <path
        d="M5.5 11.5h29V25c0 8.7-5.6 14-14.5 18C11.1 39 5.5 33.7 5.5 25z"
        fill="none"
        stroke="var(--letter)"
        strokeWidth="1.3"
      />
      <text
        x="20"
        y="32"
        textAnchor="middle"
        fontSize="20"
        fontWeight="700"
        fill="var(--letter)"
        className="font-sans"
      >
        {letter}
      </text>
    </svg>
  )
}
