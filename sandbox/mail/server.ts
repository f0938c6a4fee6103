import { listenOnLoopback } from '#sandbox/loopback'
import { openInbox } from '#sandbox/mail/inbox'
import { startSmtp } from '#sandbox/mail/smtp'
import { webRoutes } from '#sandbox/mail/web'
import { listenerOf } from '#sandbox/routes'

/** `port` serves the inbox, `smtpPort` takes the mail; 0 takes any free one. Without `stateDirectory` mail lasts as long as the process. */
export type SandboxMailOptions = { port: number; smtpPort: number; stateDirectory?: string | undefined }

/** Starts the mail server and its inbox on loopback. Rejects when a port is taken. */
export async function startSandboxMail(
  options: SandboxMailOptions,
): Promise<{ url: string; smtpPort: number; close: () => Promise<void> }> {
  const inbox = await openInbox(options.stateDirectory)
  const faults = { isDown: false, rejectNext: false }
  const smtp = await startSmtp(options.smtpPort, inbox, faults)
  const web = await listenOnLoopback(options.port)
  web.answer(listenerOf(webRoutes(inbox, faults)))
  return {
    url: `http://localhost:${web.port}`,
    smtpPort: smtp.port,
    close: async () => {
      await Promise.all([smtp.stop(), web.stop()])
    },
  }
}
