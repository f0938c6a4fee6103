/** How long something lasts, in the largest whole unit that fits. */
export interface Age {
  unit: 'minutes' | 'hours' | 'days'
  count: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The age of something at an instant; from two hours on in hours, from two days on in days. */
export function ageOf(since: Date, at: Date): Age {
  const ageMs = Math.max(at.getTime() - since.getTime(), 0)
  if (ageMs >= 2 * dayMs) return { unit: 'days', count: Math.floor(ageMs / dayMs) }
  if (ageMs >= 2 * hourMs) return { unit: 'hours', count: Math.floor(ageMs / hourMs) }
  return { unit: 'minutes', count: Math.floor(ageMs / minuteMs) }
}
