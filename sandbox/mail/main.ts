import { port, readOptions, runSandbox, text } from '#sandbox/command-line'
import { startSandboxMail } from '#sandbox/mail/server'

await runSandbox({
  name: 'mail',
  usage: 'Usage: node sandbox/mail/main.ts --port 3004 --smtp-port 3005 [--state FOLDER]',
  start(args) {
    const { state, ...ports } = readOptions(args, { port, smtpPort: port, state: text.optional() })
    return startSandboxMail({ ...ports, stateDirectory: state })
  },
})
