import type { Officer } from '#lib/actor/actor'
import { findAttempt, findPayer } from '#lib/refund/find.queries'
import { type ProposedRefund, proposeRefund } from '#lib/refund/propose.commands'
import { refundProblemText, refundStateText } from '#lib/refund/report'
import { refundGrounds } from '#lib/refund/rules'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { account, amount, choice, text } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

const number = text(commandSentence('value.number'))
const paymentNumber = text(commandSentence('value.paymentNumber'))
const personName = text(commandSentence('value.personName'))
const reason = text(commandSentence('value.reason'))

/** `refund propose`: exit code 0 proposed or waiting, 1 refused. Numbers of payers are the agenda's. */
export const refundProposeCommand = declareOfficerCommand({
  words: 'refund propose',
  about: commandSentence('about.refundPropose'),
  options: {
    payer: required(number, commandSentence('option.payer')),
    fee: required(text(commandSentence('value.fee')), commandSentence('option.refundedFee')),
    ground: required(
      choice(commandSentence('value.ground'), refundGrounds),
      commandSentence('option.ground'),
    ),
    amount: required(amount, commandSentence('option.refundAmount')),
    'seen-credit': required(amount, commandSentence('option.seenCredit')),
    attempt: optional(paymentNumber, commandSentence('option.attempt')),
    'bank-account': optional(account, commandSentence('option.refundAccount')),
    entitled: optional(number, commandSentence('option.entitled')),
    'entitled-name': optional(personName, commandSentence('option.entitledName')),
    exceptional: optional(reason, commandSentence('option.exceptional')),
  },
  groups: [
    { need: 'one', of: ['attempt', 'bank-account'] },
    { need: 'at most one', of: ['entitled', 'entitled-name'] },
  ],
  run: async (officer, values, surroundings) => {
    const { payer, fee, ground, amount: amountHal, 'seen-credit': seenCreditHal } = values
    const { 'entitled-name': name, exceptional: exceptionalReason } = values
    const refused = (sentence: string) => {
      surroundings.print(sentence)
      return 1
    }
    const owner = await findPayer(officer, payer, fee)
    const entitled = values.entitled ? await findPayer(officer, values.entitled, fee) : owner
    if (!owner?.accountId || !entitled) return refused(commandSentence('refund.unknownPayer'))
    const to = await readTarget(officer, values.attempt, values['bank-account'])
    if (!to) return refused(commandSentence('refund.unknownPayment'))
    const wish: ProposedRefund = {
      accountId: owner.accountId,
      ground,
      entitled: name ? { name } : { payerId: entitled.payerId },
      amountHal,
      seenCreditHal,
      to,
      ...(exceptionalReason ? { exceptionalReason } : {}),
    }
    return sayEnd(surroundings, await proposeRefund(officer, wish), {
      missing: 'refund',
      done: ({ reference, state }) =>
        commandSentence('refund.proposed', { reference, state: refundStateText(state) }),
      refused: refundProblemText,
    })
  },
})

async function readTarget(
  officer: Officer,
  reference: string | undefined,
  bankAccount: string | undefined,
): Promise<ProposedRefund['to'] | null> {
  if (bankAccount !== undefined) return { bankAccount }
  const attemptId = await findAttempt(officer, reference ?? '')
  return attemptId ? { attemptId } : null
}
