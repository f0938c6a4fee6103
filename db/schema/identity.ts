import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { payer } from './payer.ts'

/** Somebody an identity provider has vouched for. The key is issuer + subject within a realm; never an e-mail. */
export const identity = pgTable(
  'identity',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    realm: text('realm', { enum: ['citizen', 'office'] }).notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    givenName: text('given_name'),
    familyName: text('family_name'),
    birthDate: text('birth_date'),
    email: text('email'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastLoginAt: timestamp('last_login_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [unique('identity_unique').on(t.realm, t.issuer, t.subject)],
)

/** Which payer an identity is: the pairing, how it came about, and when it ended. */
export const identityPayer = pgTable(
  'identity_payer',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    identityId: uuid('identity_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    payerId: uuid('payer_id')
      .notNull()
      .references(() => payer.id, { onDelete: 'restrict' }),
    pairedBy: text('paired_by', { enum: ['claim', 'birth_number', 'letter_code', 'clerk'] }).notNull(),
    pairedAt: timestamp('paired_at', { withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp('ended_at', { withTimezone: true }),
  },
  (t) => [
    uniqueIndex('identity_payer_one_of_identity').on(t.identityId).where(sql`ended_at is null`),
    uniqueIndex('identity_payer_one_of_payer').on(t.payerId).where(sql`ended_at is null`),
  ],
)

/** A try to pair; five a day, the answer never tells "not found" from "does not fit". */
export const pairingTry = pgTable(
  'pairing_try',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    identityId: uuid('identity_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    succeeded: boolean('succeeded').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index('pairing_try_identity_index').on(t.identityId, t.at)],
)

/** The authority over being logged in; cookies only carry a token whose hash is here. */
export const loginSession = pgTable(
  'login_session',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    tokenHash: text('token_hash').notNull(),
    realm: text('realm', { enum: ['citizen', 'office'] }).notNull(),
    identityId: uuid('identity_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    roles: text('roles').array().notNull().default(sql`'{}'`),
    acr: text('acr'),
    authTime: timestamp('auth_time', { withTimezone: true }),
    /** The provider's session id (`sid`), for back-channel logout. */
    providerSessionId: text('provider_session_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull().defaultNow(),
    idleExpiresAt: timestamp('idle_expires_at', { withTimezone: true }).notNull(),
    absoluteExpiresAt: timestamp('absolute_expires_at', { withTimezone: true }).notNull(),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    revokedBecause: text('revoked_because'),
  },
  (t) => [
    unique('login_session_token_unique').on(t.tokenHash),
    index('login_session_identity_index').on(t.identityId),
    index('login_session_provider_index').on(t.providerSessionId),
    check('login_session_order', sql`${t.absoluteExpiresAt} > ${t.createdAt}`),
  ],
)

/**
 * The ID token a login began with, sealed, by which the provider knows whom to log out. Deleted with the login's end.
 */
export const logoutHint = pgTable('logout_hint', {
  sessionId: uuid('session_id')
    .primaryKey()
    .references(() => loginSession.id, { onDelete: 'cascade' }),
  sealed: text('sealed').notNull(),
})

/** Identifiers of logout tokens already used, so that none is accepted twice. */
export const usedLogoutToken = pgTable('used_logout_token', {
  tokenId: text('token_id').primaryKey(),
  usedAt: timestamp('used_at', { withTimezone: true }).notNull().defaultNow(),
})

/** Which role of the office may do what. */
export const rolePermission = pgTable(
  'role_permission',
  { role: text('role').notNull(), action: text('action').notNull() },
  (t) => [primaryKey({ name: 'role_permission_key', columns: [t.role, t.action] })],
)

/** Rows the application keeps about itself: the last sign of life of each worker. */
export const workerHeartbeat = pgTable('worker_heartbeat', {
  worker: text('worker').primaryKey(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  details: jsonb('details'),
})

/** How many codes were typed lately, by who typed (a network) and by what (a code's hash); forgotten after an hour. */
export const codeTry = pgTable(
  'code_try',
  {
    key: text('key').primaryKey(),
    since: timestamp('since', { withTimezone: true }).notNull(),
    tries: integer('tries').notNull(),
  },
  (t) => [index('code_try_since_index').on(t.since)],
)
