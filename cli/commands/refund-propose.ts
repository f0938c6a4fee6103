import { parseAmount } from '#lib/core/money'
import { formatAccount, parseAccount } from '#lib/identifiers/bank-account'
import { findAttempt, findPayer } from '#lib/refund/find.queries'
import { type ProposedRefund, proposeRefund } from '#lib/refund/propose.commands'
import { refundProblemText, refundStateText } from '#lib/refund/report'
import { refundGrounds } from '#lib/refund/rules'
import { actingOfficer, notAllowed, type Print, readArguments } from './refund-arguments.ts'

const usage = `Použití: npm run portal -- refund propose --as SUBJEKT --payer ČÍSLO --fee DRUH
  --ground ${refundGrounds.join('|')}
  --amount KČ --seen-credit KČ  (--attempt ČÍSLO_PLATBY | --bank-account ÚČET)
  [--entitled ČÍSLO | --entitled-name JMÉNO] [--exceptional DŮVOD]`

const names = [
  'payer',
  'fee',
  'ground',
  'amount',
  'seen-credit',
  'attempt',
  'bank-account',
  'entitled',
  'entitled-name',
  'exceptional',
] as const

/** `refund propose …`: exit code 0 proposed or waiting, 1 refused, 2 wrong usage. Numbers of payers are the agenda's. */
export async function refundProposeCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, names)
  const options = read?.options ?? {}
  const ground = refundGrounds.find((one) => one === options.ground)
  const amount = parseAmount(options.amount ?? '')
  const seenCredit = parseAmount(options['seen-credit'] ?? '')
  const { as: subject, payer, fee } = options
  const isOneTarget = (options.attempt === undefined) !== (options['bank-account'] === undefined)
  const isTwice = options.entitled !== undefined && options['entitled-name'] !== undefined
  if (!read || read.words.length > 0 || !subject || !payer || !fee || !ground) return misused(print)
  if (!amount.ok || !seenCredit.ok || !isOneTarget || isTwice) return misused(print)
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const owner = await findPayer(officer, payer, fee)
  const entitled = options.entitled ? await findPayer(officer, options.entitled, fee) : owner
  if (!owner?.accountId || !entitled) return told(print, 'Takový poplatník nebo jeho účet tu není.')
  const to = await readTarget(officer, options.attempt, options['bank-account'])
  if (!to) return told(print, 'Taková platba tu není nebo číslo účtu neplatí.')
  const name = options['entitled-name']
  const wish: ProposedRefund = {
    accountId: owner.accountId,
    ground,
    entitled: name ? { name } : { payerId: entitled.payerId },
    amountHal: amount.value,
    seenCreditHal: seenCredit.value,
    to,
    ...(options.exceptional ? { exceptionalReason: options.exceptional } : {}),
  }
  const proposed = await proposeRefund(officer, wish)
  if (!proposed) return told(print, notAllowed)
  if (!proposed.ok) return told(print, refundProblemText(proposed.error))
  print(`Vratka ${proposed.value.reference}: ${refundStateText(proposed.value.state)}.`)
  return 0
}

function misused(print: Print['print']): number {
  print(usage)
  return 2
}

function told(print: Print['print'], sentence: string): number {
  print(sentence)
  return 1
}

async function readTarget(
  officer: Parameters<typeof findAttempt>[0],
  reference: string | undefined,
  bankAccount: string | undefined,
): Promise<ProposedRefund['to'] | null> {
  if (reference !== undefined) {
    const attemptId = await findAttempt(officer, reference)
    return attemptId ? { attemptId } : null
  }
  const account = parseAccount(bankAccount ?? '')
  return account.ok ? { bankAccount: formatAccount(account.value) } : null
}
