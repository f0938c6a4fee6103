import { writeFileSync } from 'node:fs'
import { paymentStatesPage } from '#lib/payment/states-page'
import { refundStatesPage } from '#lib/refund/states-page'
import { commandSentence } from '../command-line-sentences.ts'
import { type Command, declareCommand } from '../declaration/command.ts'
import { commandLinePage } from '../declaration/page.ts'

const folder = new URL('../../docs/', import.meta.url)

/** `docs payment-states`: writes the picture of the table of edges into the documentation. */
export const docsPaymentStatesCommand = declareCommand({
  words: 'docs payment-states',
  about: commandSentence('about.docsPaymentStates'),
  needs: 'nothing',
  run: async (_values, { print }) => {
    writeFileSync(new URL('payment-states.md', folder), paymentStatesPage())
    print('docs/payment-states.md')
    return 0
  },
})

/** `docs refund-states`: the same for refunds. */
export const docsRefundStatesCommand = declareCommand({
  words: 'docs refund-states',
  about: commandSentence('about.docsRefundStates'),
  needs: 'nothing',
  run: async (_values, { print }) => {
    writeFileSync(new URL('refund-states.md', folder), refundStatesPage())
    print('docs/refund-states.md')
    return 0
  },
})

/** `docs command-line`: writes the list of commands into the documentation; the list is told only when it is whole. */
export const docsCommandLineCommand = (all: () => readonly Command[]): Command =>
  declareCommand({
    words: 'docs command-line',
    about: commandSentence('about.docsCommandLine'),
    needs: 'nothing',
    run: async (_values, { print }) => {
      const page = commandLinePage(all().map(({ declaration }) => declaration))
      writeFileSync(new URL('command-line.md', folder), page)
      print('docs/command-line.md')
      return 0
    },
  })
