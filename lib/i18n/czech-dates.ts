/** How Czech names months and weekdays inside a date: January first, Monday first. */
export const czechDates = {
  monthsGenitive: [
    'ledna',
    'února',
    'března',
    'dubna',
    'května',
    'června',
    'července',
    'srpna',
    'září',
    'října',
    'listopadu',
    'prosince',
  ],
  weekdays: ['pondělí', 'úterý', 'středa', 'čtvrtek', 'pátek', 'sobota', 'neděle'],
  weekdaysGenitive: ['pondělí', 'úterý', 'středy', 'čtvrtka', 'pátku', 'soboty', 'neděle'],
  /** Answers "when?", with the preposition that can be pronounced. */
  weekdaysWhen: [
    'v\u00a0pondělí',
    'v\u00a0úterý',
    've\u00a0středu',
    've\u00a0čtvrtek',
    'v\u00a0pátek',
    'v\u00a0sobotu',
    'v\u00a0neděli',
  ],
  atTime: 'v',
} as const
