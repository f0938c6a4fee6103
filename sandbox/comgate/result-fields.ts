import type { Payment } from '#sandbox/comgate/payments'

/**
 * Fields common to the push and to the status reply, all of them text as the real gateway sends them
 * (also in JSON, where price and test arrive as strings). What is not known is empty.
 */
export function resultFields(
  payment: Payment,
  { merchant, secret }: { merchant: string; secret: string },
): Record<string, string> {
  const paidFromBank = payment.method.startsWith('BANK_')
  return {
    merchant,
    test: String(payment.test),
    price: String(payment.price),
    curr: payment.curr,
    label: payment.label,
    refId: payment.refId,
    payerId: payment.payerId,
    method: payment.method,
    account: payment.account,
    email: payment.email,
    phone: payment.phone,
    name: payment.name,
    transId: payment.transId,
    secret,
    status: payment.status,
    payerName: paidFromBank ? 'Zkušební Plátce' : '',
    payerAcc: paidFromBank ? '1000000005/0100' : '',
    fee: 'unknown',
    vs: paidFromBank ? variableSymbolOf(payment) : '',
  }
}

/** JSON replies leave unknown values out instead of sending them empty. */
export const withoutEmpty = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))

const variableSymbolOf = (payment: Payment) => String(payment.createdAtMs % 100_000_000)
