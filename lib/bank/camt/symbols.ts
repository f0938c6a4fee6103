import { statementSymbol } from '#lib/bank/symbol'
import { nodesAt, textAt, type XmlNode } from './xml-node.ts'

/** The three symbols of a payment. */
export interface PaymentSymbols {
  variableSymbol: string | null
  specificSymbol: string | null
  constantSymbol: string | null
}

type Label = 'VS' | 'SS' | 'KS'
const labels: readonly Label[] = ['VS', 'SS', 'KS']
// `VS:1`, `/VS1`, `/VS/1`, `VS 1`; also with the next label right behind the digits.
const labelled = /(?<!\p{L})(VS|SS|KS)(?:\s?[:/]\s?|\s?)(\d+)/gu

/**
 * The symbols of a payment (camt.053 TxDtls), from the most trusted place where each stands: structured references
 * (RmtInf/Strd), references with a label (Refs), texts with a label (RmtInf/Ustrd, AddtlTxInf). Digits alone count only
 * where no reference has a label and no text names that symbol. `further` are texts of the entry around the payment.
 */
export function symbolsOf(
  details: XmlNode,
  further: readonly string[],
  onUnreadable: () => void,
): PaymentSymbols {
  const texts = (path: string) => nodesAt(details, path).map((node) => node.text)
  const structured = texts('RmtInf/Strd/CdtrRefInf/Ref')
  const references = [...texts('Refs/EndToEndId'), ...texts('Refs/InstrId'), ...texts('Refs/PmtInfId')]
  const free = [...texts('RmtInf/Ustrd'), ...texts('AddtlTxInf'), ...further]
  const levels = [structured, references, free].map((level) => labelledIn(level, onUnreadable))
  const isLabelled = levels.slice(0, 2).some((level) => level.size > 0)

  const symbolOf = (label: Label, bareIn: string, maxDigits: number): string | null => {
    for (const level of levels) {
      const symbol = level.get(label)
      if (symbol) return symbol
    }
    if (isLabelled || levels[2]?.has(label)) return null
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

/** Which labels stand in the texts, each with its first symbol that is not zero. */
function labelledIn(texts: readonly string[], onUnreadable: () => void): Map<Label, string | null> {
  const found = new Map<Label, string | null>()
  for (const text of texts) {
    for (const [, label, digits = ''] of text.matchAll(labelled)) {
      const known = labels.find((one) => one === label)
      if (known && !found.get(known)) found.set(known, statementSymbol(digits, onUnreadable))
    }
  }
  return found
}
