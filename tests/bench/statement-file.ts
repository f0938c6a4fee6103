import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { camtEntry, camtFile } from '#tests/bank/camt-file'
import { type GpcMovement, gpcItem, gpcRecordsOf } from '#tests/bank/gpc-file'

/** The city's account of these files. */
export const statementAccount = '27-2000145399/0800'
const accountDigits = '0000272000145399'
/** What each movement comes to. */
export const movementHal = 54_000
const pieceEntries = 500

/** Writes a GPC statement of so many movements, all of one sum, as they are asked for. */
export function writeGpc(
  path: string,
  entries: number,
  movement: (index: number) => Omit<GpcMovement, 'amountHal'>,
  direction: 'in' | 'out' = 'in',
): Promise<void> {
  const turnoverHal = entries * movementHal
  const [header] = gpcRecordsOf({
    account: accountDigits,
    oldDate: '010626',
    date: '020626',
    openingHal: direction === 'in' ? 0 : turnoverHal,
    closingHal: direction === 'in' ? turnoverHal : 0,
    creditHal: direction === 'in' ? turnoverHal : 0,
    debitHal: direction === 'in' ? 0 : turnoverHal,
  })
  const code = direction === 'in' ? '2' : '1'
  return write(path, `${header}\r\n`, entries, '', (index) => {
    const document = String(index + 1)
    return `${gpcItem(accountDigits, { amountHal: movementHal, code, document, date: '020626', ...movement(index) })}\r\n`
  })
}

const marker = '<Ntry/>'

/** The same in CAMT.053, with symbols where banks put them. */
export function writeCamt(path: string, entries: number, symbolOf: (index: number) => string): Promise<void> {
  const closing = ((entries * movementHal) / 100).toFixed(2)
  const [begin = '', end = ''] = camtFile([{ opening: '0', closing }])
    .replace('</Stmt>', `${marker}</Stmt>`)
    .split(marker)
  return write(path, begin, entries, end, (index) =>
    camtEntry({
      amount: (movementHal / 100).toFixed(2),
      reference: `B${index}`,
      details: [`<Refs><EndToEndId>/VS${symbolOf(index)}/SS/KS</EndToEndId></Refs>`],
    }),
  )
}

async function write(
  path: string,
  begin: string,
  entries: number,
  end: string,
  one: (index: number) => string,
): Promise<void> {
  function* pieces() {
    let piece = begin
    for (let index = 0; index < entries; index++) {
      piece += one(index)
      if ((index + 1) % pieceEntries > 0) continue
      yield Buffer.from(piece, 'latin1')
      piece = ''
    }
    yield Buffer.from(piece + end, 'latin1')
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
}
