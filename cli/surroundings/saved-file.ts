import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { commandSentence } from '../command-line-sentences.ts'
import type { Surroundings } from './surroundings.ts'

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** Saves a file as a whole and says where; a fault on the way leaves no file. */
export async function saveWhole(name: string, pieces: Pieces, { cwd, print }: Surroundings): Promise<void> {
  const path = resolve(cwd, name)
  await writeWhole(path, pieces)
  print(commandSentence('said.saved', { path }))
}

/** Writes a file as a whole: under its name it is there whole or not at all. */
export async function writeWhole(path: string, pieces: Pieces): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), createWriteStream(`${path}.part`))
  } catch (error) {
    await rm(`${path}.part`, { force: true })
    throw error
  }
  await rename(`${path}.part`, path)
}
