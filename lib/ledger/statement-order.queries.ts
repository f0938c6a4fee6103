import { sql } from 'drizzle-orm'

/**
 * As SQL over statement `s`, the orders in which the account's first and its last statement come first. Of several of one day
 * the balances tell: where one ends, the next begins. Else the one that came later knows more: the day may not have been over
 * when the other was made.
 */
export const firstStatementFirst = sql`s.from_on, (exists (
    select 1 from statement_in_force o where o.bank_account = s.bank_account and o.id <> s.id and o.from_on = s.from_on
       and o.to_on = s.to_on and o.closing_hal = s.opening_hal and o.closing_hal <> s.closing_hal)),
  s.to_on, s.number, s.id`

export const lastStatementFirst = sql`s.to_on desc, (exists (
    select 1 from statement_in_force o where o.bank_account = s.bank_account and o.id <> s.id and o.from_on = s.from_on
       and o.to_on = s.to_on and o.opening_hal = s.closing_hal and o.opening_hal <> s.opening_hal)),
  s.id desc`
