const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Prague',
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

const order = ['year', 'month', 'day', 'hour', 'minute', 'second']

/** `dttm`: the instant by the clock in Prague as `YYYYMMDDHHMMSS`, wherever this machine stands. */
export function stampOf(instant: Date): string {
  const parts = new Map(clock.formatToParts(instant).map((part) => [part.type as string, part.value]))
  return order.map((name) => parts.get(name) ?? '').join('')
}
