import type { Whole } from '#sandbox/gpwebpay/behaviour'
import type { Payment } from '#sandbox/gpwebpay/payments'
import type { Field } from '#sandbox/gpwebpay/soap'

const statuses: Record<number, string> = {
  1: 'PENDING_AUTHORIZATION',
  4: 'PENDING_CAPTURE',
  5: 'REVERSED',
  6: 'UNPAID',
  7: 'CAPTURED',
  8: 'CAPTURED',
  11: 'REFUNDED',
  12: 'REFUNDED',
}

/** State of a payment in the short replies. */
export function stateFields({ state }: Payment): Field[] {
  const status = statuses[state]
  return [
    ['state', String(state)],
    ...(status ? [['status', status] satisfies Field] : []),
    ...(state === 11 ? [['subStatus', 'PENDING_REFUND_SETTLEMENT'] satisfies Field] : []),
  ]
}

/** Everything the detail tells, in the order of the protocol; what is not known is left out. */
export function detailFields(payment: Payment, behaviour: Whole): Field[] {
  const { wrongAmount, noAmounts } = behaviour
  const amount = (value: number) => {
    if (noAmounts) return undefined
    if (wrongAmount === false || value === 0) return String(value)
    return String(typeof wrongAmount === 'number' ? wrongAmount : value + 100)
  }
  const isByCard = payment.method === 'CRD'
  const wasTaken = payment.approveAmount > 0
  const optional: [name: string, value: string | undefined][] = [
    ['paymentMethod', payment.method || undefined],
    ['panMasked', isByCard ? '400000******0002' : undefined],
    ['brandName', isByCard ? 'VISA' : undefined],
    ['paymentAmount', amount(payment.amount)],
    ['approveAmount', amount(payment.approveAmount)],
    ['captureAmount', amount(payment.captureAmount)],
    ['refundAmount', amount(payment.refundAmount)],
    ['approveCode', wasTaken ? '123456' : undefined],
    ['paymentTime', time(payment.createdAtMs)],
    ['approveTime', wasTaken ? time(payment.decidedAtMs) : undefined],
    ['lastCaptureTime', payment.captureAmount > 0 ? time(payment.decidedAtMs) : undefined],
    ['panPattern', isByCard ? '**** 0002' : undefined],
    ['panExpiry', isByCard ? '3012' : undefined],
    ['acsResult', isByCard ? 'A' : undefined],
  ]
  return [
    ...stateFields(payment),
    ...optional.flatMap(([name, value]): Field[] => (value === undefined ? [] : [[name, value]])),
  ]
}

const time = (timeMs: number | null) => (timeMs === null ? undefined : new Date(timeMs).toISOString())
