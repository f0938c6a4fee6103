/** Every job the worker knows. `data` is kept small: identifiers, never personal data. */
export const jobs = {
  'send-mail': { data: {} as { mailId: string } },
  'refresh-payment': { data: {} as { attemptId: string } },
  'poll-payments': { data: {} as Record<string, never>, everyMinutes: 1 },
  'update-legal-states': { data: {} as Record<string, never>, daily: '15 0 * * *' },
  'seal-audit': { data: {} as Record<string, never>, everyMinutes: 5 },
  'resend-mail': { data: {} as Record<string, never>, everyMinutes: 5 },
} as const

export type JobName = keyof typeof jobs
export type JobData<N extends JobName> = (typeof jobs)[N]['data']

export const jobNames = Object.keys(jobs) as JobName[]
