import { formatKc } from '#lib/core/money'
import { ratesOf } from '#lib/fee/rates.queries'
import { type Rate, rateOn, ratesOfPeriod, wasteFeeHal } from '#lib/fee/rules'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { optional, required } from '../declaration/declaration.ts'
import { czechDay, text, year } from '../declaration/kinds.ts'

/**
 * `fees waste`: what the fee makes for somebody who was registered from one day to another, by the bylaw's rates (§ 10h
 * of act 565/1990). Exit code 0 told, 1 where no such rate is known.
 */
export const feesWasteCommand = declareCommand({
  words: 'fees waste',
  about: commandSentence('about.feesWaste'),
  arguments: {
    kind: required(text(commandSentence('value.fee')), commandSentence('option.feeKind')),
    year: required(year, commandSentence('option.feeYear')),
    category: required(text(commandSentence('value.category')), commandSentence('option.category')),
  },
  options: {
    from: optional(czechDay, commandSentence('option.registeredFrom')),
    until: optional(czechDay, commandSentence('option.registeredUntil')),
  },
  run: async ({ kind, year, category, from, until }, { print }) => {
    // By twelfths go only fees whose relief does; others have rules of their own.
    const isMonthly = (rate: Rate) => rate.per === 'year' && rate.relief === 'by_month'
    const rates = ratesOfPeriod(await ratesOf(kind), String(year)).filter(isMonthly)
    if (!rates.some((rate) => rate.category === category)) {
      const known = [...new Set(rates.map((rate) => rate.category))].join(', ') || '–'
      print(commandSentence('fees.unknownRate', { kind, category, year, known }))
      return 1
    }
    if (from && until && until < from) {
      print(commandSentence('fees.swapped'))
      return 1
    }
    const amountHal = wasteFeeHal(year, (lastDay) =>
      (from && lastDay < from) || (until && lastDay > until)
        ? null
        : (rateOn(rates, category, lastDay)?.amountHal ?? null),
    )
    print(commandSentence('fees.waste', { kind, year, amount: formatKc(amountHal) }))
    return 0
  },
})
