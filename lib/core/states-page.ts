/** A table of states as its owner keeps it: what each means, and the edges from which the checks are made. */
export interface StateTable {
  title: string
  /** The file that holds the table, and the command that writes the page anew. */
  source: string
  command: string
  /** Sentences between the heading and the picture. */
  about: readonly string[]
  firstStates: readonly string[]
  lastStates: readonly string[]
  meanings: Readonly<Record<string, string>>
  edges: readonly { from: string; to: string; event: string }[]
}

/** A page of the documentation with the picture of a table of states; a test keeps the page and the table one. */
export function statesPage(table: StateTable): string {
  return [
    `# ${table.title}`,
    '',
    `Generated from \`${table.source}\`; \`npm run portal -- ${table.command}\` writes it anew.`,
    ...table.about,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...table.firstStates.map((state) => `  [*] --> ${state}`),
    ...table.edges.map(({ from, to, event }) => `  ${from} --> ${to}: ${event}`),
    ...table.lastStates.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '| State | Meaning |',
    '| --- | --- |',
    ...Object.entries(table.meanings).map(([state, meaning]) => `| \`${state}\` | ${meaning} |`),
    '',
  ].join('\n')
}
