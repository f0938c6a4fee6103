import { sql } from 'drizzle-orm'

/** SQL over payer `p`: what the payer is called; empty where an outer join found none. */
export const payerName = sql`coalesce(p.organisation_name, concat_ws(' ', p.given_name, p.family_name))`
