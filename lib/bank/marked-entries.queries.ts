import { type SQL, sql } from 'drizzle-orm'

/** The mark an entry was first known by, without the number of its booking where it was withdrawn and came again. */
export const firstMark = (fingerprint: SQL): SQL =>
  sql`(split_part(${fingerprint}, ':', 1) || ':' || split_part(${fingerprint}, ':', 2))`

/**
 * SQL of staged entries, all or one statement's, with the fingerprint each has if it counts: equal ones of a day within
 * one statement are told apart by their occurrence; one that the office withdrew before gets the number of its booking.
 */
export const markedEntries = (ordinal: number | null = null): SQL => sql`
  select s.*, s.first_mark || coalesce(':' || (w.times + 1), '') as fingerprint
    from (select *, mark || ':' || row_number() over (partition by ordinal, mark order by position) as first_mark,
                 row_number() over (partition by ordinal, mark order by position) as occurrence
            from staged_bank_entry where ${ordinal}::int is null or ordinal = ${ordinal}::int) s
    left join (select ${firstMark(sql`o.fingerprint`)} as first_mark, count(*) as times
                 from bank_entry x join bank_entry o on o.id = x.reverses_bank_entry_id
                where x.kind = 'withdrawal' group by 1) w on w.first_mark = s.first_mark`
