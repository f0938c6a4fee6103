import { showCreditToDecide } from '#lib/assessment/credit/beside-arrears.queries'
import { moveCredit } from '#lib/assessment/credit/move.commands'
import { formatKc, parseAmount } from '#lib/core/money'
import { findPayer } from '#lib/refund/find.queries'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

const notAllowed = 'K tomu nemá úředník oprávnění, nebo takový poplatník či účet tu není.'
const problems = {
  nothing_to_move: 'Není co převést: na účtu není přeplatek, nebo na druhém není nedoplatek.',
  credit_changed: 'Přeplatek na účtu je jiný, než bylo zadáno. Podívejte se na něj znovu.',
  no_reason: 'Uveďte důvod.',
}

/** `credit list --as SUBJECT`: credit beside arrears of another regime. Exit code 0 told, 1 not allowed, 2 wrong usage. */
export async function creditListCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, [])
  if (!read?.options.as || read.words.length > 0) {
    print('Použití: npm run portal -- credit list --as SUBJEKT')
    return 2
  }
  const officer = await actingOfficer(read.options.as, surroundings)
  if (!officer) return 1
  const found = await showCreditToDecide(officer)
  if (!found) {
    print(notAllowed)
    return 1
  }
  for (const one of found) {
    print(
      `poplatník ${one.payerExternalId}: přeplatek ${formatKc(one.creditHal)} (${one.fromFeeKindCode}), nedoplatek ${formatKc(one.arrearsHal)} (${one.toFeeKindCode})`,
    )
  }
  print(`Přeplatků k rozhodnutí: ${found.length}.`)
  return 0
}

/** `credit move …`: lays credit on arrears of another regime. Exit code 0 moved, 1 refused, 2 wrong usage. */
export async function creditMoveCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['payer', 'from', 'to', 'seen-credit', 'reason'])
  const { as: subject, payer, from, to, reason, ...given } = read?.options ?? {}
  const seen = parseAmount(given['seen-credit'] ?? '')
  if (!subject || !payer || !from || !to || !reason || !seen.ok || read?.words.length) {
    print(
      'Použití: npm run portal -- credit move --as SUBJEKT --payer ČÍSLO --from DRUH --to DRUH --seen-credit KČ --reason DŮVOD',
    )
    return 2
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const [source, target] = [await findPayer(officer, payer, from), await findPayer(officer, payer, to)]
  const moved =
    source?.accountId && target?.accountId
      ? await moveCredit(officer, {
          fromAccountId: source.accountId,
          toAccountId: target.accountId,
          seenCreditHal: seen.value,
          reason,
        })
      : null
  if (!moved) print(notAllowed)
  else print(moved.ok ? `Na nedoplatek se použilo ${formatKc(moved.value)}.` : problems[moved.error])
  return moved?.ok ? 0 : 1
}
