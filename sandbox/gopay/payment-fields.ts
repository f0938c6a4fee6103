import type { Gateway } from '#sandbox/gopay/gateway'
import type { Payment } from '#sandbox/gopay/payment'

/** Address of the payer's page. */
export const payerAddress = (gateway: Gateway, payment: Payment): string =>
  `${gateway.publicUrl}/gw/v3/${payment.key}`

/** A payment the way both create and status tell it; what is not known is left out. */
export function paymentFields(gateway: Gateway, payment: Payment): Record<string, unknown> {
  const { instrument, subState } = payment
  return {
    id: payment.id,
    order_number: payment.orderNumber,
    state: payment.state,
    ...(subState === null ? {} : { sub_state: subState }),
    ...(instrument === null ? {} : { payment_instrument: instrument }),
    amount: payment.amount,
    currency: payment.currency,
    payer: {
      allowed_payment_instruments: payment.instruments,
      contact: { email: payment.email, country_code: 'CZE' },
      ...(instrument === 'PAYMENT_CARD'
        ? { payment_card: { card_number: '444444******4448', card_expiration: '3012', card_brand: 'Visa' } }
        : {}),
      ...(instrument === 'BANK_ACCOUNT'
        ? { bank_account: { account_name: 'Zkušební Plátce', account_number: '1000000005/0100' } }
        : {}),
    },
    target: { type: 'ACCOUNT', goid: Number(gateway.options.goid) },
    additional_params: [],
    lang: payment.lang,
    gw_url: payerAddress(gateway, payment),
  }
}
