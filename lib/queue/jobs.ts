/** Every job the worker knows. `data` is kept small: identifiers, never personal data. */
export const jobs = {
  /** Composes and queues the confirmation of a settled payment. */
  'payment-received': { data: {} as { attemptId: string }, cron: null },
  /** Composes and queues the mails about a transfer that was laid on its payers. */
  'transfer-matched': { data: {} as { bankEntryId: number; turn: number }, cron: null },
  /** Composes and queues the mails that a refund went out. */
  'refund-done': { data: {} as { refundId: string }, cron: null },
  'send-mail': { data: {} as { mailId: string }, cron: null },
  'resend-mail': { data: {} as Record<string, never>, cron: '*/5 * * * *' },
  /** Just after midnight in Prague: claims whose last day has passed. */
  'update-legal-states': { data: {} as Record<string, never>, cron: '10 0 * * *' },
  /** After it: credit covers arrears on the payer's other accounts (§ 154). */
  'cover-arrears': { data: {} as Record<string, never>, cron: '30 0 * * *' },
  /** Sends an approved refund through its gateway, once. */
  'send-refund': { data: {} as { refundId: string }, cron: null },
  /** Refunds that a stop or a crash left behind; requests below the least amount that grew or lapsed. */
  'tend-refunds': { data: {} as Record<string, never>, cron: '*/10 * * * *' },
  /** Statements laid into the watched folder, where the city named one. */
  'empty-statement-inbox': { data: {} as Record<string, never>, cron: '* * * * *' },
  /** Statements over the bank's interface, where the city gave its tokens. */
  'fetch-fio-statements': { data: {} as Record<string, never>, cron: '* * * * *' },
  /** What follows of refunds and settlements from statements, at once after they were received. */
  'follow-statements': { data: {} as Record<string, never>, cron: null },
  /** In the morning, when gateways have written what they sent the day before. */
  'fetch-settlements': { data: {} as Record<string, never>, cron: '30 6 * * *' },
  /** What follows from statements and settlement files that came meanwhile. */
  'follow-settlements': { data: {} as Record<string, never>, cron: '*/10 * * * *' },
  /** Document numbers for what was booked. */
  'number-documents': { data: {} as Record<string, never>, cron: '*/5 * * * *' },
  /** Whether each gateway works. */
  'check-gateways': { data: {} as Record<string, never>, cron: '* * * * *' },
  'seal-audit': { data: {} as Record<string, never>, cron: '*/5 * * * *' },
} as const

export type JobName = keyof typeof jobs
export type JobData<N extends JobName> = (typeof jobs)[N]['data']

export const jobNames = Object.keys(jobs) as JobName[]
