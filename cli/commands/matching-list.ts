import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isIsoDate } from '#lib/core/dates'
import { formatKc, parseAmount } from '#lib/core/money'
import { agreeOnList } from '#lib/matching/agreement/agree.commands'
import { showAgreed } from '#lib/matching/agreement/agreed.queries'
import { endAgreement } from '#lib/matching/agreement/end.commands'
import { type ListFault, readPaymentList } from '#lib/matching/agreement/payment-list'
import { splitByList } from '#lib/matching/agreement/split.commands'
import { listWaiting } from '#lib/matching/waiting-list.queries'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

type Surroundings = Print & { cwd: string }

const notAllowed = 'K tomu nemá úředník oprávnění, nebo taková platba není.'

/** `matching waiting --as SUBJECT`: receipts that wait for their payer. Exit code 0 told, 1 not allowed, 2 wrong usage. */
export async function matchingWaitingCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, [])
  if (!read?.options.as || read.words.length > 0)
    return misused(surroundings, 'matching waiting --as SUBJEKT')
  const officer = await actingOfficer(read.options.as, surroundings)
  if (!officer) return 1
  const lines = await listWaiting(officer)
  for (const one of lines ?? []) {
    const symbol = one.variableSymbol ? `VS ${one.variableSymbol}` : 'bez VS'
    print([one.bankEntryId, one.bookedOn, formatKc(one.amountHal), symbol, one.bankAccount].join(' · '))
  }
  print(lines ? `Čeká plateb: ${lines.length}.` : notAllowed)
  return lines ? 0 : 1
}

/** `matching split ENTRY …`: splits a receipt by a list. Exit code 0 split, 1 refused, 2 wrong usage or no such file. */
export async function matchingSplitCommand(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { print } = surroundings
  const usage = 'matching split PLATBA --as SUBJEKT --list SOUBOR --amount KČ --reason DŮVOD'
  const read = readArguments(args, ['list', 'amount', 'reason'])
  const { as: subject, list, reason, ...given } = read?.options ?? {}
  const amount = parseAmount(given.amount ?? '')
  const [entry = '', ...further] = read?.words ?? []
  if (!subject || !list || !reason || !amount.ok || !/^\d{1,15}$/.test(entry) || further.length > 0) {
    return misused(surroundings, usage)
  }
  const rows = await readList(list, surroundings, true)
  if (!rows) return 2
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const wish = { bankEntryId: Number(entry), seenAmountHal: amount.value, rows, reason }
  const split = await splitByList(officer, wish)
  if (!split) print(notAllowed)
  else if (split.ok) print(`Platba je rozdělená, účtů: ${split.value.parts}.`)
  else if (split.error.kind === 'sum_differs') {
    print(
      `Seznam dává ${formatKc(split.error.listHal)}, platba je ${formatKc(amount.value)}. Nic se nerozdělilo.`,
    )
  } else if (split.error.kind === 'unknown_rows') print(unknownRows(split.error.lines))
  else print(problems[split.error.kind])
  return split?.ok ? 0 : 1
}

/** `matching agree …`: records a list agreed with a sender. Exit code 0 agreed, 1 refused, 2 wrong usage or no such file. */
export async function matchingAgreeCommand(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['name', 'counter-account', 'vs', 'from', 'list'])
  const { as: subject, name, vs, from = '', list, ...given } = read?.options ?? {}
  const symbol = /^\d{1,10}$/.test(vs ?? '') ? (vs ?? '').replace(/^0+/, '') : ''
  if (
    !subject ||
    !name ||
    !symbol ||
    !isIsoDate(from) ||
    !list ||
    !given['counter-account'] ||
    read?.words.length
  ) {
    return misused(
      surroundings,
      'matching agree --as SUBJEKT --name NÁZEV --counter-account ÚČET --vs SYMBOL --from DEN --list SOUBOR',
    )
  }
  const members = await readList(list, surroundings, false)
  if (!members) return 2
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const agreed = await agreeOnList(officer, {
    name,
    counterAccount: given['counter-account'],
    variableSymbol: symbol,
    validFrom: from,
    members,
  })
  if (!agreed) print(notAllowed)
  else if (agreed.ok) print(`Dohoda ${agreed.value.id} je zapsaná, účtů: ${agreed.value.members}.`)
  else
    print(
      agreed.error.kind === 'unknown_rows' ? unknownRows(agreed.error.lines) : problems[agreed.error.kind],
    )
  return agreed?.ok ? 0 : 1
}

/** `matching agreed --as SUBJECT`: the agreed lists; every name read is recorded. */
export async function matchingAgreedCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, [])
  if (!read?.options.as || read.words.length > 0) return misused(surroundings, 'matching agreed --as SUBJEKT')
  const officer = await actingOfficer(read.options.as, surroundings)
  if (!officer) return 1
  const lists = await showAgreed(officer)
  for (const one of lists ?? []) {
    const validity = one.validTo ? `do ${one.validTo}` : 'trvá'
    print(
      [
        one.id,
        one.name,
        one.counterAccount,
        `VS ${one.variableSymbol}`,
        `od ${one.validFrom}`,
        validity,
      ].join(' · '),
    )
    for (const member of one.members) print(`  ${member}`)
  }
  print(lists ? `Dohod: ${lists.length}.` : notAllowed)
  return lists ? 0 : 1
}

/** `matching end AGREEMENT --as SUBJECT`: ends an agreed list. */
export async function matchingEndCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, [])
  const [id = '', ...further] = read?.words ?? []
  if (!read?.options.as || !/^\d{1,9}$/.test(id) || further.length > 0) {
    return misused(surroundings, 'matching end DOHODA --as SUBJEKT')
  }
  const officer = await actingOfficer(read.options.as, surroundings)
  if (!officer) return 1
  const ended = await endAgreement(officer, Number(id))
  if (ended === null) print(notAllowed)
  else print(ended ? `Dohoda ${id} skončila.` : 'Taková dohoda není, nebo už skončila.')
  return ended ? 0 : 1
}

const problems = {
  not_waiting: 'Platba už na určení nečeká.',
  amount_changed: 'Platba má jinou částku, než bylo zadáno. Podívejte se na ni znovu.',
  no_reason: 'Uveďte důvod.',
  no_name: 'Dohodu je třeba pojmenovat.',
  wrong_account: 'Číslo účtu odesílatele není úplné, napište ho i s kódem banky.',
  symbol_taken: 'Tento variabilní symbol má předpis. Dohodněte s odesílatelem jiný.',
  agreed_before: 'Dohoda s tímto účtem a symbolem už je. Nejdřív ji ukončete.',
}

const unknownRows = (lines: readonly number[]) =>
  `Na těchto řádcích seznamu symbol nevede k právě jednomu poplatníkovi: ${lines.slice(0, 50).join(', ')}.`

async function readList(name: string, { cwd, print }: Surroundings, hasAmounts: boolean) {
  const text = await readFile(resolve(cwd, name), 'utf8').catch(() => null)
  if (text === null) {
    print(`Soubor ${name} nejde otevřít.`)
    return null
  }
  const rows = readPaymentList(text, { hasAmounts })
  if (rows.ok) return rows.value
  for (const fault of rows.error) print(faultText(fault))
  return null
}

const faultText = ({ line, column, text }: ListFault) =>
  `Řádek ${line}${column ? `, sloupec ${column}` : ''}: ${text}.`

function misused({ print }: Print, usage: string): number {
  print(`Použití: npm run portal -- ${usage}`)
  return 2
}
