import { type SQL, sql } from 'drizzle-orm'

/** The mark an entry was first known by, without the number of its booking where it was withdrawn and came again. */
export const firstMark = (fingerprint: SQL): SQL =>
  sql`(split_part(${fingerprint}, ':', 1) || ':' || split_part(${fingerprint}, ':', 2))`

/**
 * SQL of staged entries, all or one statement's, with the fingerprint each has if it counts: equal ones of a day
 * are told apart by their number within the statement, or the one `stageTwins` gave where several statements tell of the
 * day; one that the office withdrew before gets the number of its booking.
 */
export const markedEntries = (ordinal: number | null = null): SQL => sql`
  select s.*, s.first_mark || coalesce(':' || (w.times + 1), '') as fingerprint
    from (select c.*, c.mark || ':' || c.occurrence as first_mark
            from (select e.*, coalesce(t.occurrence, row_number() over (partition by e.ordinal, e.mark order by e.position))
                                as occurrence
                    from staged_bank_entry e
                    left join staged_twin t on t.ordinal = e.ordinal and t.position = e.position
                   where ${ordinal}::int is null or e.ordinal = ${ordinal}::int) c) s
    left join (select ${firstMark(sql`o.fingerprint`)} as first_mark, count(*) as times
                 from bank_entry x join bank_entry o on o.id = x.reverses_bank_entry_id
                where x.kind = 'withdrawal' group by 1) w on w.first_mark = s.first_mark`
