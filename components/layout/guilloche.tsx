/**
 * The woven lines of security paper, faint on the coloured field: an official document, not an advertisement.
 * One small tile repeated by the browser; nothing is downloaded. Decorative, absent in print.
 */
export function Guilloche() {
  return (
    <svg
      className="pointer-events-none absolute inset-0 size-full opacity-15 print:hidden"
      fill="none"
      stroke="currentColor"
      strokeWidth="0.9"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <pattern id="guilloche" width="144" height="36" patternUnits="userSpaceOnUse">
          <path d="M0 18q36-40 72 0t72 0M0 18q36 40 72 0t72 0" />
          <path d="M0 18q36-28 72 0t72 0M0 18q36 28 72 0t72 0" />
          <path d="M0 18q36-15 72 0t72 0M0 18q36 15 72 0t72 0" />
          <path d="M-36 0q36 36 72 0t72 0t72 0M-36 36q36-36 72 0t72 0t72 0" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#guilloche)" stroke="none" />
    </svg>
  )
}
