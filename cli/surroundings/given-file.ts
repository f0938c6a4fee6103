import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { commandSentence } from '../command-line-sentences.ts'
import type { Surroundings } from './surroundings.ts'

/** Opens a file named on the command line, or says that it cannot be opened; a folder is none. */
export async function openGiven(name: string, { cwd, printError }: Surroundings): Promise<FileHandle | null> {
  const file = await open(resolve(cwd, name)).catch(() => null)
  if (file && (await file.stat()).isFile()) return file
  await file?.close()
  printError(commandSentence('said.cannotOpen', { file: name }))
  return null
}

/** The whole content of a file named on the command line, or null after saying that it cannot be opened. */
export async function readGiven(name: string, surroundings: Surroundings): Promise<Buffer | null> {
  const file = await openGiven(name, surroundings)
  if (!file) return null
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}
