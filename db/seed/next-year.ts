/** The year of the next day of this month and day, today included. */
export function nextYear(today: string, monthAndDay: string): number {
  const year = Number(today.slice(0, 4))
  return `${year}-${monthAndDay}` >= today ? year : year + 1
}
