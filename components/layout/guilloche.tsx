/**
 * The woven lines of security paper, faint on the coloured field: an official document, not an advertisement.
 * One small tile repeated by the browser; nothing is downloaded. Decorative, absent in print.
 */
export function Guilloche() {
  return (
    <svg
      className="guilloche-fade pointer-events-none absolute inset-0 size-full opacity-25 print:hidden"
      fill="none"
      stroke="currentColor"
      strokeWidth="0.75"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <pattern id="guilloche" width="144" height="48" patternUnits="userSpaceOnUse">
          <path d="M0 24q36-60 72 0t72 0M0 24q36 60 72 0t72 0" />
          <path d="M0 24q36-46 72 0t72 0M0 24q36 46 72 0t72 0" />
          <path d="M0 24q36-32 72 0t72 0M0 24q36 32 72 0t72 0" />
          <path d="M0 24q36-18 72 0t72 0M0 24q36 18 72 0t72 0" />
          <path d="M0 0q36 28 72 0t72 0M0 0q36-28 72 0t72 0M0 48q36 28 72 0t72 0M0 48q36-28 72 0t72 0" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#guilloche)" stroke="none" />
    </svg>
  )
}
