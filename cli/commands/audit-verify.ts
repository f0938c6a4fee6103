import { makeJob } from '#lib/actor/actor'
import { verifyAudit } from '#lib/audit/seal.queries'

/** `audit verify`: exit code 0 where every seal holds, 1 where one does not, 2 for wrong usage. */
export async function auditVerifyCommand(
  args: readonly string[],
  { print }: { print: (line: string) => void },
): Promise<number> {
  if (args.length > 0) {
    print('Použití: npm run portal -- audit verify')
    return 2
  }
  const { seals, sealed, unsealed, broken } = await verifyAudit(makeJob('audit-verify'))
  if (broken) {
    print(
      `Pečeť ${broken.sealId} z ${broken.sealedAt} nesouhlasí: záznamy, které kryje, se od té doby změnily.`,
    )
    print(`Před ní souhlasí pečetí ${seals}, záznamů ${sealed}.`)
    return 1
  }
  print(`Pečetí: ${seals}, zapečetěných záznamů: ${sealed}, ještě nezapečetěných: ${unsealed}. Vše souhlasí.`)
  return 0
}
