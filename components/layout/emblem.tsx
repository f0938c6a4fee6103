interface EmblemProps {
  className?: string
}

/**
 * The city's emblem beside its name: the file `public/emblem.svg`, which a city replaces by its own. Decorative, for
 * the name says the same. Any shape fits into the box.
 */
export function Emblem({ className = 'h-12 w-10' }: EmblemProps) {
  // biome-ignore lint/performance/noImgElement: a drawing of a few hundred bytes gains nothing from being resized
  return <img src="/emblem.svg" alt="" className={`shrink-0 object-contain ${className}`} />
}
