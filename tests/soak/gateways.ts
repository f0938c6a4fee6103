import type { Payment as ComgatePayment } from '#sandbox/comgate/payments'
import type { Payment as CsobPayment } from '#sandbox/csob/payments'
import type { Payment as GopayPayment } from '#sandbox/gopay/payment'
import type { Payment as GpwebpayPayment } from '#sandbox/gpwebpay/payments'
import type { World } from '#tests/soak/world'

export const gatewayNames = ['comgate', 'csob', 'gopay', 'gpwebpay'] as const
export type GatewayName = (typeof gatewayNames)[number]

/** Each through a kind of fee of its own, as the demonstration's settings say. */
export const kindOfGateway = { comgate: 'odpad', csob: 'pes', gopay: 'pobyt', gpwebpay: 'najem' } as const

/** A payment as a stand-in's own list has it. */
export interface HeldPayment {
  gateway: GatewayName
  paymentId: string
  amountHal: number
  isPaid: boolean
  /** What went back for certain; a refund the gateway only accepted is not counted. */
  refundedHal: number
  /**
   * Whether somebody may pay it. Where the answer to the create call was lost, nobody holds the address; a gateway that
   * tells by itself (it knows our number) may still be made to surprise us.
   */
  wasOpened: boolean
  /** The gateway still tries to tell the portal something. */
  isTelling: boolean
}

/** All payments the stand-in holds. */
export async function paymentsAt(world: World, gateway: GatewayName): Promise<HeldPayment[]> {
  const answer = await fetch(`${world.gatewayUrls[gateway]}/sandbox/payments`)
  const rows = (await answer.json()) as never[]
  const readOne: (row: never) => Told = read[gateway]
  return rows.map((row) => ({ gateway, isTelling: false, wasOpened: true, ...readOne(row) }))
}

type Told = Omit<HeldPayment, 'gateway' | 'isTelling' | 'wasOpened'> &
  Partial<Pick<HeldPayment, 'isTelling' | 'wasOpened'>>

const read = {
  comgate: (row: ComgatePayment): Told => ({
    paymentId: row.transId,
    amountHal: row.price,
    isPaid: row.status === 'PAID',
    refundedHal: sum(row.refunds),
    isTelling: row.pushesWaiting > 0,
  }),
  csob: (row: CsobPayment): Told => ({
    paymentId: row.payId,
    amountHal: row.totalAmount,
    isPaid: row.status === 5 || row.status >= 7,
    refundedHal: row.status === 5 ? row.totalAmount : row.refundedAmount,
    wasOpened: row.status !== 1,
  }),
  gopay: (row: GopayPayment): Told => ({
    paymentId: String(row.id),
    amountHal: row.amount,
    isPaid: ['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(row.state),
    refundedHal: sum(row.refunds.filter((refund) => refund.state === 'FINISHED')),
    isTelling: row.notificationsWaiting > 0,
  }),
  gpwebpay: (row: GpwebpayPayment): Told => ({
    paymentId: row.orderNumber,
    amountHal: row.amount,
    isPaid: row.approveAmount > 0,
    refundedHal: row.approveAmount - row.captureAmount + row.refundAmount,
  }),
}

const sum = (refunds: readonly { amount: number }[]) => refunds.reduce((total, one) => total + one.amount, 0)

/** Orders a stand-in about by its control interface; false where it says that this cannot be. */
export async function order(
  world: World,
  gateway: GatewayName,
  path: string,
  body?: object,
  method = 'POST',
): Promise<boolean> {
  const answer = await fetch(`${world.gatewayUrls[gateway]}/sandbox/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  })
  const text = await answer.text()
  if (answer.status === 400) throw new Error(`${gateway} does not understand ${path}: ${text}`)
  return answer.ok
}

/** All stand-ins behave from now on. */
export async function behaveAll(world: World): Promise<void> {
  for (const gateway of gatewayNames) {
    await order(world, gateway, 'behaviour', undefined, 'DELETE')
    if (gateway === 'gopay') await order(world, gateway, 'switches', { down: false, tokenFails: null })
    else await order(world, gateway, 'down', { down: false })
  }
}

/** The gateways' next tries to tell what they still want to tell; true where there was nothing. */
export async function tellNow(world: World): Promise<boolean> {
  const held = [...(await paymentsAt(world, 'comgate')), ...(await paymentsAt(world, 'gopay'))]
  const telling = held.filter((payment) => payment.isTelling)
  for (const { gateway, paymentId } of telling) {
    await order(world, gateway, `payments/${paymentId}/${gateway === 'gopay' ? 'notify' : 'push'}`)
  }
  return telling.length === 0
}
