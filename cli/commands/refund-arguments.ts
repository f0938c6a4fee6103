import { parseArgs } from 'node:util'
import type { Officer } from '#lib/actor/actor'
import { officerBySubject } from '../../lib/auth/officer.queries.ts'

export type Print = { print: (line: string) => void }

/** The options by name and the bare words, or null where an option is unknown or lacks its value. */
export function readArguments<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): { words: string[]; options: Partial<Record<Name | 'as', string>>; json: boolean } | null {
  const text = { type: 'string' } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        ...Object.fromEntries(['as', ...names].map((name) => [name, text])),
      },
    })
    const { json, ...options } = values as { json?: boolean } & Partial<Record<Name | 'as', string>>
    return {
      words: positionals,
      options: options as Partial<Record<Name | 'as', string>>,
      json: json === true,
    }
  } catch {
    return null
  }
}

/** The officer the command acts as, or null after telling why there is none. */
export async function actingOfficer(subject: string, { print }: Print): Promise<Officer | null> {
  const officer = await officerBySubject(subject)
  if (!officer) print(`Úředník ${subject} se do portálu ještě nepřihlásil.`)
  return officer
}

export const notAllowed = 'K tomu nemá úředník oprávnění, nebo taková vratka není.'
