import { createHash } from 'node:crypto'
import type { RefundAnswer, RefundOutcome, RefundQuestion, RefundRequest } from '../contract.ts'
import { readStateNumber } from './parse.ts'
import { callService, type GpwebpayConnection, type ServiceAnswer } from './wire.ts'

/** The whole amount is captured with the order, so there is one capture only. */
const firstCapture = '1'

/** Codes after which it is certain that nothing went out. */
const refusals = new Set(['1', '2', '3', '4', '5', '6', '11', '15', '16', '17', '18', '20', '25', '27', '31'])

/**
 * Gives money back. Before the day's batch is closed only the whole capture can be reversed (processCaptureReverse);
 * afterwards any part is refunded (processRefund). The message carries a number made of our own number of the refund,
 * and the gateway takes each number once, so that even a mistaken repetition cannot send the money twice.
 */
export async function refund(connection: GpwebpayConnection, request: RefundRequest): Promise<RefundAnswer> {
  const paymentNumber = request.gatewayPaymentId
  const asked = await callService(connection, 'getPaymentStatus', { paymentNumber })
  const number = asked.kind === 'answer' ? readStateNumber(asked.fields) : null
  if (number === null) {
    const reason = `the state could not be read, so nothing was sent: ${tell(asked)}`
    return { kind: 'refused', reason, exchange: asked.exchange }
  }
  if (['8', '11', '12'].includes(number)) {
    const fields = { paymentNumber, amount: String(request.amountHal) }
    return conclude(await callService(connection, 'processRefund', fields, messageIdOf(request, 'refund')))
  }
  if (number !== '7') return { kind: 'refused', reason: `state ${number}`, exchange: asked.exchange }
  if (request.amountHal !== request.paidHal) {
    const reason = 'the batch is open: a part can be refunded after it is closed'
    return { kind: 'refused', reason, exchange: asked.exchange }
  }
  return reverse(connection, request)
}

/** While the day's batch is open only the whole capture goes back. */
export async function canRefundYet(connection: GpwebpayConnection, request: RefundRequest): Promise<boolean> {
  if (request.amountHal === request.paidHal) return true
  const asked = await callService(connection, 'getPaymentStatus', { paymentNumber: request.gatewayPaymentId })
  const number = asked.kind === 'answer' ? readStateNumber(asked.fields) : null
  return number !== null && number !== '7'
}

/** Capture or authorisation reversed, closed: of a payment given back whole, nothing is held any more. */
const freedStates = ['4', '5', '9']

/**
 * How a refund stands, by the state of its payment: money going back waits for its batch (11) and is out once the batch
 * is closed (12). Of a part about which nobody answered the state may speak of another part.
 */
export async function refundOutcome(
  connection: GpwebpayConnection,
  question: RefundQuestion,
): Promise<RefundOutcome> {
  const { gatewayPaymentId: paymentNumber, isAccepted } = question
  const asked = await callService(connection, 'getPaymentStatus', { paymentNumber })
  const { exchange } = asked
  const number = asked.kind === 'answer' ? readStateNumber(asked.fields) : null
  if (number === null) return { kind: 'unanswered', reason: tell(asked), exchange }
  const isWhole = question.amountHal === question.paidHal
  if (!isWhole && !isAccepted) return { kind: 'untold', exchange }
  if (number === '12' || (isWhole && freedStates.includes(number))) return { kind: 'finished', exchange }
  return { kind: number === '11' || isAccepted ? 'running' : 'absent', exchange }
}

/** Takes the capture back, then frees the money on the card; left alone, the bank frees it within weeks. */
async function reverse(connection: GpwebpayConnection, request: RefundRequest): Promise<RefundAnswer> {
  const paymentNumber = request.gatewayPaymentId
  const capture = await callService(
    connection,
    'processCaptureReverse',
    { paymentNumber, captureNumber: firstCapture },
    messageIdOf(request, 'capture'),
  )
  const answer = conclude(capture)
  if (answer.kind !== 'accepted') return answer
  const freed = await callService(
    connection,
    'processAuthorizationReverse',
    { paymentNumber },
    messageIdOf(request, 'authorization'),
  )
  return { ...answer, exchange: `${answer.exchange}\n${freed.exchange}` }
}

function conclude(answer: ServiceAnswer): RefundAnswer {
  const { exchange } = answer
  if (answer.kind === 'answer') return { kind: 'accepted', gatewayRefundId: null, exchange }
  if (answer.kind === 'none') return { kind: 'unknown', reason: answer.reason, exchange }
  // 80 is a message the gateway has had before: what became of it, this answer does not tell.
  const kind = refusals.has(answer.primary) ? 'refused' : 'unknown'
  return { kind, reason: tell(answer), exchange }
}

function tell(answer: ServiceAnswer): string {
  if (answer.kind === 'none') return answer.reason
  return answer.kind === 'fault' ? `codes ${answer.primary}/${answer.secondary}` : 'no state'
}

const messageIdOf = (request: RefundRequest, step: string) =>
  createHash('sha256').update(`${request.gatewayPaymentId}:${request.reference}:${step}`).digest('hex')
