import { statesPage } from '#lib/core/states-page'
import { refundEdges, refundStateMeanings } from './edges.rules.ts'

/** The page docs/refund-states.md, made from the table of edges. */
export const refundStatesPage = (): string =>
  statesPage({
    title: 'The states of a refund',
    source: 'lib/refund/edges.rules.ts',
    command: 'docs refund-states',
    about: [
      'A refund begins as a request that waits for the least amount (§ 155 of the tax code), or proposed.',
    ],
    firstStates: ['waiting', 'proposed'],
    lastStates: ['lapsed', 'rejected', 'done', 'failed', 'returned'],
    meanings: refundStateMeanings,
    edges: refundEdges,
  })
