import { z } from 'zod'

/** As long as mail servers themselves keep trying. */
export const deliveryLifetimeMs = 4 * 24 * 3600 * 1000

/** A refusal may be a full mailbox or a mistake of their filter, so it is tried again, but not for long. */
const refusalsBeforeGivingUp = 3

const refusedMark = 'refused'

const smtpError = z.object({
  code: z
    .string()
    .regex(/^E[A-Z_]{1,20}$/)
    .optional()
    .catch(undefined),
  responseCode: z.number().int().optional().catch(undefined),
})

/**
 * Why a mail was not sent: codes only, `refused EENVELOPE 550` for good or `delayed ESOCKET` for now. What the
 * server said is left out, since it tends to repeat the recipient.
 */
export function problemOf(error: unknown): string {
  const { code, responseCode } = smtpError.catch({}).parse(error)
  // A refused login (also 5xx) is our own mistake and says nothing about the mail.
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  const isForGood = isAboutMail && responseCode !== undefined && responseCode >= 500
  return [isForGood ? refusedMark : 'delayed', code ?? 'unknown', responseCode].filter(Boolean).join(' ')
}

/** Whether nobody will try to send this mail again; `ageMs` since it was queued. */
export function isGivenUp(mail: { tries: number; problem: string | null }, ageMs: number): boolean {
  const isRefused = mail.problem?.startsWith(refusedMark) ?? false
  return ageMs > deliveryLifetimeMs || (isRefused && mail.tries >= refusalsBeforeGivingUp)
}
