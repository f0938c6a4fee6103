import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentExample } from '#lib/core/env-example'

/** `npm run env-example`: writes .env.example anew after a variable changed. */
writeFileSync(join(import.meta.dirname, '../.env.example'), environmentExample())
