import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { commandSentence } from '../command-line-sentences.ts'
import type { Surroundings } from './surroundings.ts'

/** Saves a file as a whole and says where; a fault on the way leaves no file. */
export async function saveWhole(
  name: string,
  pieces: Iterable<string> | AsyncIterable<string>,
  { cwd, print }: Surroundings,
): Promise<void> {
  const path = resolve(cwd, name)
  try {
    await pipeline(Readable.from(pieces), createWriteStream(`${path}.part`))
  } catch (error) {
    await rm(`${path}.part`, { force: true })
    throw error
  }
  await rename(`${path}.part`, path)
  print(commandSentence('said.saved', { path }))
}
