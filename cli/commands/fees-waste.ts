import { isoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { ratesOf } from '#lib/fee/rates.queries'
import { rateOn, wasteFeeHal } from '#lib/fee/rules'
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
    const rates = (await ratesOf(kind)).filter((rate) => rate.per === 'year')
    if (!rateOn(rates, category, isoDate(`${year}-12-31`))) {
      const known = [...new Set(rates.map((rate) => rate.category))].join(', ')
      print(commandSentence('fees.unknownRate', { kind, category, year, known }))
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
