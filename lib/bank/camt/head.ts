import { cleanText } from '#lib/bank/clean-text'
import { sentence } from '#lib/bank/reading-sentences'
import { type StatementHead, StatementRefusal } from '#lib/bank/statement'
import { newTally, type Tally, warn } from '#lib/bank/tally'
import type { IsoDate } from '#lib/core/dates'
import { accountIn } from './party.ts'
import { amountHal, dateIn, directionOf, magnitudeHal, placeOf } from './values.ts'
import { nodeAt, textAt, type XmlNode } from './xml-node.ts'

interface Balance {
  hal: bigint
  on: IsoDate | null
  currency: string | null
}

/** What is known of a statement while it goes by. */
export interface CamtStatement {
  element: string
  line: number
  tally: Tally
  account: string | null
  accountCurrency: string | null
  numbers: Partial<Record<'ElctrncSeqNb' | 'LglSeqNb' | 'Id', string>>
  from: IsoDate | null
  to: IsoDate | null
  balances: Partial<Record<'OPBD' | 'PRCD' | 'CLBD', Balance>>
  summary: XmlNode | null
  isHeadTold: boolean
  /** `Ntry` elements met, booked or not, and the sums of their amounts. */
  entryElements: number
  creditElementsHal: bigint
  debitElementsHal: bigint
}

export function newStatement(element: string, line: number): CamtStatement {
  const unknown = { account: null, accountCurrency: null, from: null, to: null, summary: null }
  const counts = { entryElements: 0, creditElementsHal: 0n, debitElementsHal: 0n }
  return {
    element,
    line,
    tally: newTally(),
    numbers: {},
    balances: {},
    isHeadTold: false,
    ...unknown,
    ...counts,
  }
}

/**
 * Takes an element that stands directly in camt.053 `Stmt`: `Id` and its like, `FrToDt`, `Acct`, `Bal`, `TxsSummry`.
 */
export function takeStatementNode(statement: CamtStatement, node: XmlNode): void {
  const { element, tally } = statement
  switch (node.name) {
    case 'ElctrncSeqNb':
    case 'LglSeqNb':
    case 'Id':
      statement.numbers[node.name] ??= cleanText(node.text) ?? undefined
      break
    case 'FrToDt':
      statement.from = dateIn(nodeAt(node, 'FrDtTm') ?? nodeAt(node, 'FrDt'), `${element}/FrToDt`)
      statement.to = dateIn(nodeAt(node, 'ToDtTm') ?? nodeAt(node, 'ToDt'), `${element}/FrToDt`)
      break
    case 'Acct': {
      const account = accountIn(node, nodeAt(node, 'Svcr'))
      if (account && !account.hasChecksum) warn(tally, 'account_checksum', () => placeOf(element, node))
      statement.account = account?.text ?? null
      statement.accountCurrency = textAt(node, 'Ccy')
      break
    }
    case 'Bal':
      takeBalance(statement, node)
      break
    case 'TxsSummry':
      statement.summary = node
  }
}

/** The head as far as it is known; refuses a statement that does not say whose it is. */
export function headOf(statement: CamtStatement): StatementHead {
  const { account, element, line, numbers, from, to, balances } = statement
  if (account === null)
    throw new StatementRefusal(
      sentence('place.elementLine', { element: `${element}/Acct`, line }),
      sentence('value.account'),
    )
  const opening = balances.OPBD ?? balances.PRCD
  return {
    account,
    number: numbers.ElctrncSeqNb ?? numbers.LglSeqNb ?? numbers.Id ?? null,
    from: from ?? opening?.on ?? null,
    to: to ?? balances.CLBD?.on ?? null,
    currency: currencyOf(statement) ?? 'CZK',
    openingHal: opening?.hal ?? null,
    closingHal: balances.CLBD?.hal ?? null,
  }
}

/** The account's currency (`Acct/Ccy`), or that of its balances. */
export function currencyOf({ accountCurrency, balances }: CamtStatement): string | null {
  return accountCurrency ?? (balances.OPBD ?? balances.PRCD ?? balances.CLBD)?.currency ?? null
}

/**
 * Camt.053 Bal. Only booked ones (OPBD, PRCD, CLBD): available, interim and expected ones say nothing of what was
 * booked.
 */
function takeBalance(statement: CamtStatement, node: XmlNode): void {
  const parent = `${statement.element}/Bal`
  const code = textAt(node, 'Tp/CdOrPrtry/Cd')
  const amount = nodeAt(node, 'Amt')
  if (code !== 'OPBD' && code !== 'PRCD' && code !== 'CLBD') return
  if (!amount) throw new StatementRefusal(placeOf(statement.element, node), sentence('camt.balance'))
  const { currency } = amount
  if (statement.accountCurrency && currency && currency !== statement.accountCurrency) {
    warn(statement.tally, 'currency_differs', () => placeOf(parent, amount))
    return
  }
  const hal = amountHal(amount, parent) * (directionOf(nodeAt(node, 'CdtDbtInd'), parent) ?? 1n)
  const on = dateIn(nodeAt(node, 'Dt'), parent)
  const known = statement.balances[code]
  // Of several the first opens and the last closes.
  const isBetter =
    !known || (code === 'CLBD' ? (on ?? '') >= (known.on ?? '') : (on ?? '') < (known.on ?? ''))
  if (isBetter) statement.balances[code] = { hal, on, currency }
}

/** Compares the counts and sums the bank wrote (camt.053 TxsSummry) with what was met. */
export function checkSummary(statement: CamtStatement): void {
  const { summary, tally, element, entryElements, creditElementsHal, debitElementsHal } = statement
  const parent = `${element}/TxsSummry`
  const count = nodeAt(summary, 'TtlNtries/NbOfNtries')
  if (count && count.text.trim() !== String(entryElements))
    warn(tally, 'entry_count_differs', () => placeOf(parent, count))
  const expected = [
    ['TtlCdtNtries/Sum', creditElementsHal],
    ['TtlDbtNtries/Sum', debitElementsHal],
  ] as const
  for (const [path, hal] of expected) {
    const sum = nodeAt(summary, path)
    if (!sum) continue
    // Told for information, by some banks with a sign: whatever stands here stops no reading.
    const toldHal = magnitudeHal(sum)
    if (toldHal === null) warn(tally, 'turnover_unreadable', () => placeOf(parent, sum))
    else if (toldHal !== hal) warn(tally, 'turnover_differs', () => placeOf(parent, sum))
  }
}
