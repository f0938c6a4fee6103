/** `1 440 Kč` or `12,50 EUR` from minor units, with non-breaking spaces. */
export function formatPrice(price: number, currency: string): string {
  const whole = Math.trunc(price / 100)
  const rest = price % 100
  const digits = String(whole).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  const amount = rest === 0 ? digits : `${digits},${String(rest).padStart(2, '0')}`
  return `${amount}\u00a0${currency === 'CZK' ? 'Kč' : currency}`
}

const timeFormat = new Intl.DateTimeFormat('cs-CZ', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Prague',
})

/** `1. června 2026 v 14:05` in Czech local time; a line may break only between the date and the time. */
export const formatTime = (timeMs: number): string =>
  timeFormat.format(timeMs).replace(/\s/g, '\u00a0').replace('\u00a0v\u00a0', ' v\u00a0')

/** Text inside XML, elements and quoted attributes alike. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
