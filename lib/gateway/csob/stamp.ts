import { pragueWallClock } from '#lib/core/dates'

/** `dttm`: the instant by the clock in Prague as `YYYYMMDDHHMMSS`. */
export const stampOf = (instant: Date): string => pragueWallClock(instant).replaceAll(/\D/g, '')
