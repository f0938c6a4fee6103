import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * When the process began, in the system's own words; with the number it names one process for good, because
 * numbers are used again. Null when it does not run (any more).
 */
export function processBirth(pid: number): string | null {
  if (process.platform === 'linux') return birthFromProc(pid)
  const shown = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const line = shown.stdout?.trim() ?? ''
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '')
}

function birthFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the state is the first field after it, the start the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}
