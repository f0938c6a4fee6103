/** What a role of the office may do; which role may what is data (`role_permission`, docs/roles.md). */
export const permissions = [
  'dashboard.read',
  'payments.read',
  'payers.read',
  'gateway_messages.read',
  'audit.read',
  'settings.read',
  'refunds.propose',
  'refunds.approve',
  'statements.read',
  'statements.import',
  'matching.write',
  'settlements.decide',
  'months.read',
  'months.close',
] as const
export type Permission = (typeof permissions)[number]
