import type { Gateway } from '#sandbox/comgate/gateway'
import type { Payment } from '#sandbox/comgate/payments'

/**
 * Address the payer goes back to, by the state of the payment. Addresses sent with create are used
 * as they are unless the stand-in was started with substitution; sources disagree on what the real one does.
 */
export function returnAddress(gateway: Gateway, payment: Payment): string {
  const ownAddress = { PAID: payment.urlPaid, CANCELLED: payment.urlCancelled, PENDING: payment.urlPending }[
    payment.status
  ]
  if (ownAddress === '') return substitute(gateway.options.returnUrl, payment)
  return gateway.options.substituteApiUrls ? substitute(ownAddress, payment) : ownAddress
}

/** Origins of all addresses the payer may be sent back to. */
export function returnOrigins(gateway: Gateway, payment: Payment): string[] {
  const addresses = [gateway.options.returnUrl, payment.urlPaid, payment.urlCancelled, payment.urlPending]
  return addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address).origin)
}

const substitute = (address: string, payment: Payment) =>
  address.replace(/\$\{(id|refId)\}/g, (_, name) =>
    encodeURIComponent(name === 'id' ? payment.transId : payment.refId),
  )
