import journal from './migrations/meta/_journal.json' with { type: 'json' }

/** How many migrations this code knows; readiness compares it with those applied. */
export const knownMigrations = journal.entries.length
