/** Once per server process, before the first request: the environment is checked and the database connected. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ connectDatabase }, { env }] = await Promise.all([import('#db/client'), import('#lib/core/env')])
  connectDatabase(env().DATABASE_URL, { max: 20 })
}
