import { statementSymbol } from '#lib/bank/symbol'
import { completedByText, type PaymentSymbols, type SymbolLabel, wholeSymbols } from '#lib/bank/symbol-labels'
import { labelledBefore, labelledInReference } from './labels.ts'
import { nodesAt, textAt, type XmlNode } from './xml-node.ts'

/** What a payment says of its symbols, and what versions before this one made of it where that was another thing. */
export interface ReadSymbols extends PaymentSymbols {
  symbolsBefore?: PaymentSymbols
}

type Level = ReadonlyMap<SymbolLabel, string | null>

/**
 * The symbols of a payment (camt.053 TxDtls), from the most trusted place where each stands: structured references
 * (RmtInf/Strd), references that are labels and nothing else (Refs, AddtlTxInf, `further` texts of the entry around the
 * payment), the banks' own form of all three in the message (RmtInf/Ustrd). Digits alone count only where no reference
 * has a label and no text names that symbol. A label among a person's words is left to the matching, which proposes it.
 */
export function symbolsOf(
  details: XmlNode,
  further: readonly string[],
  onUnreadable: () => void,
): ReadSymbols {
  const texts = (path: string) => nodesAt(details, path).map((node) => node.text)
  const structured = texts('RmtInf/Strd/CdtrRefInf/Ref')
  const references = [...texts('Refs/EndToEndId'), ...texts('Refs/InstrId'), ...texts('Refs/PmtInfId')]
  const message = texts('RmtInf/Ustrd')
  const about = [...texts('AddtlTxInf'), ...further]
  const free = labelledBefore([...message, ...about], () => {})
  const before = chosen(
    details,
    [labelledBefore(structured, () => {}), labelledBefore(references, () => {}), free],
    free,
  )
  const named = labelledInReference([...message, ...about], () => {})
  const levels = [
    labelledInReference(structured, onUnreadable),
    joined(references.map((text) => wholeSymbols(text, 'one', onUnreadable))),
    joined(about.map((text) => wholeSymbols(text, 'one', onUnreadable))),
  ]
  const read = completedByText(chosen(details, levels, named), [...message, message.join('')], onUnreadable)
  const isSame = (['variableSymbol', 'specificSymbol', 'constantSymbol'] as const).every(
    (name) => read[name] === before[name],
  )
  return isSame ? read : { ...read, symbolsBefore: before }
}

/** Of each symbol the first that some level names; else digits alone, unless a text or a reference speaks of it. */
function chosen(details: XmlNode, levels: readonly Level[], named: Level): PaymentSymbols {
  const isLabelled = levels.slice(0, 2).some((level) => level.size > 0)
  const symbolOf = (label: SymbolLabel, bareIn: string, maxDigits: number): string | null => {
    for (const level of levels) {
      const symbol = level.get(label)
      if (symbol) return symbol
    }
    if (isLabelled || named.has(label)) return null
    const bare = textAt(details, bareIn)
    if (!bare || !/^\d{1,10}$/.test(bare)) return null
    const symbol = statementSymbol(bare)
    return symbol && symbol.length <= maxDigits ? symbol : null
  }
  return {
    variableSymbol: symbolOf('VS', 'Refs/EndToEndId', 10),
    specificSymbol: symbolOf('SS', 'Refs/PmtInfId', 10),
    constantSymbol: symbolOf('KS', 'Refs/InstrId', 4),
  }
}

function joined(levels: readonly (Level | null)[]): Level {
  const found = new Map<SymbolLabel, string | null>()
  for (const level of levels) {
    for (const [label, symbol] of level ?? []) if (!found.get(label)) found.set(label, symbol)
  }
  return found
}
