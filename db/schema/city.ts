import { date, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** Who the city is and how it wants the portal to behave; each value valid from–to, validated by `lib/city/input`. */
export const citySetting = pgTable(
  'city_setting',
  {
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
  },
  (t) => [primaryKey({ name: 'city_setting_key', columns: [t.key, t.validFrom] })],
)
