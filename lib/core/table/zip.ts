import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { UnreadableTable } from './decode.ts'

/** A workbook as it is stored; none of an office comes near. */
const largestFileBytes = 64 * 1024 * 1024
const largestPartBytes = 1024 * 1024 * 1024
const mostParts = 5_000

/** The parts of a workbook by their names, each read as a stream of text. */
export interface Parts {
  has: (name: string) => boolean
  text: (name: string) => AsyncGenerator<string>
}

/** Collects a file that must be looked at from its end; a larger one than any workbook is refused. */
export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    length += piece.length
    if (length > largestFileBytes) throw new UnreadableTable('workbook_large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Opens a ZIP; nothing is unpacked before it is asked for, and never more than a part is said to hold. */
export async function openZip(file: Buffer): Promise<Parts> {
  let zip: ZipFile
  const entries = new Map<string, Entry>()
  try {
    zip = await fromBufferPromise(file, { lazyEntries: true, validateEntrySizes: true })
    if (zip.entryCount > mostParts) throw new UnreadableTable('workbook_large')
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  } catch (error) {
    throw error instanceof UnreadableTable ? error : new UnreadableTable('workbook_broken')
  }
  return { has: (name) => entries.has(name), text: (name) => textOf(zip, entries.get(name)) }
}

async function* textOf(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<string> {
  if (!entry) return
  if (entry.isEncrypted()) throw new UnreadableTable('workbook_locked')
  if (entry.uncompressedSize > largestPartBytes) throw new UnreadableTable('workbook_large')
  const decoder = new TextDecoder('utf-8')
  let stream: Readable | null = null
  try {
    stream = await zip.openReadStreamPromise(entry)
    for await (const piece of stream) yield decoder.decode(piece as Buffer, { stream: true })
  } catch (error) {
    throw error instanceof UnreadableTable ? error : new UnreadableTable('workbook_broken')
  } finally {
    stream?.destroy()
  }
  yield decoder.decode()
}
