import { writeFileSync } from 'node:fs'
import { paymentStatesPage } from '#lib/payment/states-page'

/** `docs payment-states`: writes the picture of the table of edges into the documentation. */
export function docsPaymentStatesCommand(print: (line: string) => void): number {
  const file = new URL('../../docs/payment-states.md', import.meta.url)
  writeFileSync(file, paymentStatesPage())
  print('docs/payment-states.md')
  return 0
}
