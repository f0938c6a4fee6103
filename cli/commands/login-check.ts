import { checkProvider } from '#lib/auth/openid/check.queries'
import { realms } from '#lib/auth/realms'
import { env } from '#lib/core/env'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'

const marks = { fine: '✓', look: '!', broken: '✗' }

/** `login check`: exit code 0 where both providers will log people in, 1 where something will not work. */
export const loginCheckCommand = declareCommand({
  words: 'login check',
  about: commandSentence('about.loginCheck'),
  needs: 'environment',
  run: async (_values, { print }) => {
    let brokenCount = 0
    for (const realm of realms) {
      print(commandSentence(`login.${realm}`))
      for (const { grade, name, values } of await checkProvider(realm, env().PORTAL_URL)) {
        print(`  ${marks[grade]} ${commandSentence(`login.${name}`, values as never)}`)
        if (grade === 'broken') brokenCount += 1
      }
    }
    print(commandSentence('login.end', { count: brokenCount }))
    return brokenCount > 0 ? 1 : 0
  },
})
