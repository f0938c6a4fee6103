import { normalAccount } from '#lib/identifiers/normal-account'
import { agreeOnList } from '#lib/matching/agreement/agree.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { account, file, isoDay, type Kind, text, variableSymbol } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'
import { listProblemText, readGivenList } from './list-file.ts'

/** The sender's account as a bank's statement writes it, so without check digits. */
const senderAccount: Kind<string> = {
  ...account,
  read: (written) => (/^(\d+-)?\d+\/\d{4}$/.test(normalAccount(written)) ? written : null),
}

/** `matching agree`: records a list agreed with a sender. Exit code 0 agreed, 1 refused, 2 a list that cannot be read. */
export const matchingAgreeCommand = declareOfficerCommand({
  words: 'matching agree',
  about: commandSentence('about.matchingAgree'),
  options: {
    name: required(text(commandSentence('value.name')), commandSentence('option.agreementName')),
    'counter-account': required(senderAccount, commandSentence('option.counterAccount')),
    vs: required(variableSymbol, commandSentence('option.agreementSymbol')),
    from: required(isoDay, commandSentence('option.agreementFrom')),
    list: required(file(), commandSentence('option.memberList')),
  },
  run: async (officer, { name, 'counter-account': counterAccount, vs, from, list }, surroundings) => {
    const members = await readGivenList(list, surroundings, { hasAmounts: false })
    if (!members) return 2
    const wish = { name, counterAccount, variableSymbol: vs, validFrom: from, members }
    return sayEnd(surroundings, await agreeOnList(officer, wish), {
      missing: 'receipt',
      done: ({ id, members: count }) => commandSentence('matching.agreed', { id: String(id), count }),
      refused: listProblemText,
    })
  },
})
