import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs `npm run portal -- …` with these variables of where its database is; what it printed, whole, and how it ended. */
export async function portalCommand(
  where: { PORTAL_DATA_DIR: string } | { DATABASE_URL: string },
  ...words: string[]
): Promise<{ code: number; said: string }> {
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...environment } = process.env
  const args = ['start/bootstrap.mjs', '--quiet', 'cli/portal.ts', ...words]
  const spaces = (text: string) => text.replaceAll('\u00a0', ' ')
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...environment, ...where },
    })
    return { code: 0, said: spaces(stdout) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string }
    if (typeof code !== 'number') throw error
    return { code, said: spaces(`${stdout}${stderr}`) }
  }
}
