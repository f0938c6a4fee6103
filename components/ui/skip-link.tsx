/** The first stop of the keyboard: past the header, to the content. Seen only with focus. */
export function SkipLink({ href = '#obsah', children }: { href?: string; children: string }) {
  return (
    <a
      href={href}
      className="fixed top-3 left-3 z-50 inline-flex min-h-11 -translate-y-24 items-center rounded-md bg-surface px-5 font-semibold text-ink focus:translate-y-0"
      data-print="no"
    >
      {children}
    </a>
  )
}
