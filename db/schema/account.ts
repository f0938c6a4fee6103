import { sql } from 'drizzle-orm'
import { bigint, check, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { feeKind } from './fee.ts'
import { payer } from './payer.ts'

/** Where money can stand. A personal account is one per payer and fee kind (§ 149 of the tax code). */
export const account = pgTable(
  'account',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind', {
      enum: [
        'personal',
        'gateway_clearing',
        'bank_account',
        'cash_desk',
        'unidentified',
        'refunds_payable',
        'chargebacks',
        'receivables',
        'gateway_fees',
        'bank_fees',
        'other_movements',
        'opening_balances',
        'paid_elsewhere',
        'revenue',
        'write_offs',
      ],
    }).notNull(),
    payerId: uuid('payer_id').references(() => payer.id, { onDelete: 'restrict' }),
    feeKindCode: text('fee_kind_code').references(() => feeKind.code, { onDelete: 'restrict' }),
    gateway: text('gateway'),
    bankAccount: text('bank_account'),
  },
  (t) => [
    unique('account_unique')
      .on(t.payerId, t.feeKindCode, t.kind, t.gateway, t.bankAccount)
      .nullsNotDistinct(),
    check(
      'account_shape',
      sql`case ${t.kind}
        when 'personal' then ${t.payerId} is not null and ${t.feeKindCode} is not null
        when 'revenue' then ${t.payerId} is null and ${t.feeKindCode} is not null
        when 'paid_elsewhere' then ${t.payerId} is null and ${t.feeKindCode} is not null
        when 'gateway_clearing' then ${t.payerId} is null and ${t.gateway} is not null
        when 'bank_account' then ${t.payerId} is null and ${t.bankAccount} is not null
        else ${t.payerId} is null end`,
    ),
  ],
)
