import { statesPage } from '#lib/core/states-page'
import { attemptEdges, stateMeanings } from './edges.rules.ts'

/** The page docs/payment-states.md, made from the table of edges. */
export const paymentStatesPage = (): string =>
  statesPage({
    title: 'The states of a payment attempt',
    source: 'lib/payment/edges.rules.ts',
    command: 'docs payment-states',
    about: ['Edges marked ⟲ correct an earlier conclusion of ours because the gateway’s word is final.'],
    firstStates: ['prepared'],
    lastStates: ['paid'],
    meanings: stateMeanings,
    edges: attemptEdges.map((edge) => ({
      ...edge,
      event: edge.kind === 'bows' ? `${edge.event} ⟲` : edge.event,
    })),
  })
