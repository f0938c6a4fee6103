import { headers } from 'next/headers'
import { noteBegun } from '#lib/core/begun-actions'

/**
 * The first line of every action: throws where what was sent is not a form, or what the page bound to it is not text.
 * Whoever sends that has made it by hand, and is answered 400 by `web`; what fails later is our own fault.
 */
export async function beginAction(form: unknown, ...bound: unknown[]): Promise<void> {
  const texts = form instanceof FormData ? [...bound, ...form.values()] : null
  // No text in the database may hold a zero.
  const isWrong = (one: unknown) => (typeof one === 'string' ? one.includes('\0') : !(one instanceof File))
  if (!texts || texts.some(isWrong) || bound.some((one) => typeof one !== 'string')) {
    throw new TypeError('An action was sent something else than its form.')
  }
  const mark = (await headers()).get('x-nonce')
  if (mark) noteBegun(mark)
}
