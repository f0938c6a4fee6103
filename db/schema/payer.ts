import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  date,
  index,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
})

/** A person or organisation that a fee belongs to (poplatník). */
export const payer = pgTable(
  'payer',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** The payer's number in the office's agenda system; what the imported file calls `id_poplatnika`. */
    externalId: text('external_id').notNull(),
    kind: text('kind', { enum: ['person', 'organisation'] }).notNull(),
    givenName: text('given_name'),
    familyName: text('family_name'),
    organisationName: text('organisation_name'),
    birthDate: date('birth_date', { mode: 'string' }),
    /** HMAC-SHA-256 of the normalised birth number; the key lives outside the database. */
    birthNumberLookup: bytea('birth_number_lookup'),
    /** AES-256-GCM of the birth number, bound to `external_id`. */
    birthNumberSealed: bytea('birth_number_sealed'),
    birthNumberKeyId: text('birth_number_key_id'),
    companyId: text('company_id'),
    address: text('address'),
    email: text('email'),
    /** Insolvency, death: no allocation, refund or campaign until a clerk decides. */
    allocationStopped: boolean('allocation_stopped').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique('payer_external_id_unique').on(t.externalId),
    index('payer_birth_number_lookup_index').on(t.birthNumberLookup),
    check(
      'payer_is_named',
      sql`(${t.kind} = 'person' and ${t.familyName} is not null) or (${t.kind} = 'organisation' and ${t.organisationName} is not null)`,
    ),
    check(
      'payer_birth_number_is_whole',
      sql`num_nulls(${t.birthNumberLookup}, ${t.birthNumberSealed}, ${t.birthNumberKeyId}) in (0, 3)`,
    ),
  ],
)

/** Who may see and pay for whom: a guardian for a child, a common remitter for a household. Confirmed links only. */
export const payerLink = pgTable(
  'payer_link',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    actingPayerId: uuid('acting_payer_id')
      .notNull()
      .references(() => payer.id, { onDelete: 'restrict' }),
    forPayerId: uuid('for_payer_id')
      .notNull()
      .references(() => payer.id, { onDelete: 'restrict' }),
    kind: text('kind', { enum: ['guardian', 'common_remitter'] }).notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
    source: text('source').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique('payer_link_unique').on(t.actingPayerId, t.forPayerId, t.kind, t.validFrom),
    index('payer_link_for_payer_index').on(t.forPayerId),
    check('payer_link_is_between_two', sql`${t.actingPayerId} <> ${t.forPayerId}`),
    check('payer_link_validity', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`),
  ],
)
