import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { followSettlements } from '#lib/settlement/follow.commands'
import { importSettlementFile } from '#lib/settlement/import.commands'
import { followedText, importText } from '#lib/settlement/report'

const usage = 'Použití: npm run portal -- settlement import BRÁNA SOUBOR… [--json]'

/**
 * `settlement import GATEWAY FILE… [--json]`: imports settlement files and does what follows from them. Returns the
 * exit code: 0 done, 1 some file was refused and nothing of it was written, 2 wrong usage or a file not to be opened.
 */
export async function settlementImportCommand(
  args: readonly string[],
  surroundings: { cwd: string; print: (line: string) => void },
): Promise<number> {
  const { cwd, print } = surroundings
  const [gateway, ...names] = args.filter((arg) => !arg.startsWith('--'))
  if (!gateway || names.length === 0) {
    print(usage)
    return 2
  }
  const files: { fileName: string; bytes: Uint8Array }[] = []
  for (const name of names) {
    const bytes = await readFile(resolve(cwd, name)).catch(() => null)
    if (!bytes) {
      print(`Soubor ${name} nejde otevřít.`)
      return 2
    }
    files.push({ fileName: basename(name), bytes })
  }
  const actor = makeJob('import-settlements')
  const results = []
  for (const file of files) {
    results.push({ file: file.fileName, imported: await importSettlementFile(actor, gateway, file) })
  }
  const followed = await followSettlements(actor)
  if (args.includes('--json')) print(JSON.stringify({ files: results, followed }, null, 2))
  else {
    const lines = results.map(({ file, imported }) => importText(gateway, file, imported))
    print([...lines, followedText(followed)].join('\n'))
  }
  return results.every(({ imported }) => imported.ok) ? 0 : 1
}
