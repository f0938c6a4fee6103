import { attemptEdges, attemptStates, stateMeanings } from './edges.rules.ts'

/** The page docs/payment-states.md, made from the table of edges; a test keeps the page and the table one. */
export function paymentStatesPage(): string {
  const edges = attemptEdges.map(
    ({ from, to, event, kind }) => `  ${from} --> ${to}: ${event}${kind === 'bows' ? ' ⟲' : ''}`,
  )
  const meanings = attemptStates.map((state) => `| \`${state}\` | ${stateMeanings[state]} |`)
  return [
    '# The states of a payment attempt',
    '',
    'Generated from `lib/payment/edges.rules.ts`; `npm run portal -- docs payment-states` writes it anew.',
    'Edges marked ⟲ correct an earlier conclusion of ours because the gateway’s word is final.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> prepared',
    ...edges,
    '  paid --> [*]',
    '```',
    '',
    '| State | Meaning |',
    '| --- | --- |',
    ...meanings,
    '',
  ].join('\n')
}
