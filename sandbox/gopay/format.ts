/** `1 440 Kč` or `12,50 EUR` from minor units, with non-breaking spaces. */
export function formatAmount(amount: number, currency: string): string {
  const whole = String(Math.trunc(amount / 100)).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  const rest = amount % 100
  const digits = rest === 0 ? whole : `${whole},${String(rest).padStart(2, '0')}`
  return `${digits}\u00a0${currency === 'CZK' ? 'Kč' : currency}`
}

const timeFormat = new Intl.DateTimeFormat('cs-CZ', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Prague',
})

/** `1. června 2026 v 14:05` in Czech local time; a line may break only between the date and the time. */
export const formatTime = (timeMs: number): string =>
  timeFormat.format(timeMs).replace(/\s/g, '\u00a0').replace('\u00a0v\u00a0', ' v\u00a0')
