import type { ReactNode } from 'react'
import { words } from '#components/ui/words'

export type HeadingLevel = 1 | 2 | 3 | 4
export type HeadingSize = 'display' | 'xl' | 'lg' | 'md' | 'sm'

const sizes: Record<HeadingSize, string> = {
  display: 'text-3xl sm:text-5xl font-bold tracking-tight',
  xl: 'text-2xl sm:text-4xl font-bold tracking-tight',
  lg: 'text-xl sm:text-2xl font-bold tracking-tight',
  md: 'text-lg sm:text-xl font-bold',
  sm: 'text-base font-bold',
}

const usual: Record<HeadingLevel, HeadingSize> = { 1: 'xl', 2: 'lg', 3: 'md', 4: 'sm' }

interface HeadingProps {
  level: HeadingLevel
  /** The look; the level alone says the place in the outline. */
  size?: HeadingSize
  id?: string
  children: ReactNode
}

/** A heading whose level (outline) and size (look) are chosen apart. */
export function Heading({ level, size = usual[level], id, children }: HeadingProps) {
  const Tag = `h${level}` as const
  return (
    <Tag id={id} className={sizes[size]}>
      {words(children)}
    </Tag>
  )
}
