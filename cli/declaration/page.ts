import type { Declaration } from './declaration.ts'
import { call, usageLine } from './usage.ts'

/** The page docs/command-line.md, made from the declarations of commands; a test keeps the page and them one. */
export function commandLinePage(declarations: readonly Declaration[]): string {
  const lines = declarations.map((one) => `- \`${usageLine(one)}\` – ${one.about.replaceAll('\u00a0', ' ')}`)
  return `# The command line

Generated from the declarations in \`cli/commands/\`; \`${call} docs command-line\` writes it anew.
What a command does stands here in Czech as \`--help\` tells it; \`${call} COMMAND --help\` tells the options too.
Exit codes: 0 done, 1 refused, 2 wrong usage, or a file or database that cannot be opened, 3 a fault of its own.
Commands of an officer are run \`--as\` the subject by which the office's identity provider knows them; the demo prints it
beside each officer, who has to have logged in once.

${lines.join('\n')}
`
}
