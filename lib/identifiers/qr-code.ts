import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** Light modules around a QR code, without which readers do not find it. */
const quietZone = 4

/** A QR code as rows of modules, dark where true, the light zone around it included; always a square. */
export type QrModules = readonly (readonly boolean[])[]

/** The QR code of a text at level M, as QR Platba asks. Capitals and digits give the smallest one. */
export function qrModules(text: string): QrModules {
  return encode(text, { ecc: 'M', boostEcc: false, border: quietZone }).data
}

/** The dark modules as one SVG path on a grid with one unit a module: one rectangle for each run in a row. */
export function qrPath(modules: QrModules): string {
  let path = ''
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x++) {
      const start = x
      while (row[x]) x++
      if (x > start) path += `M${start} ${y}h${x - start}v1H${start}z`
    }
  }
  return path
}

/** The QR code as a PNG picture in black and white, for applications that read it from the gallery. */
export function qrPng(modules: QrModules, pixelsPerModule = 12): Buffer {
  const side = modules.length * pixelsPerModule
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // Eight bits of grey: some readers of pictures mistake palettes and single bits.
  header[8] = 8
  const lines = modules.flatMap((row) => {
    const line = Buffer.alloc(1 + side)
    for (const [x, isDark] of row.entries()) {
      line.fill(isDark ? 0 : 255, 1 + x * pixelsPerModule, 1 + (x + 1) * pixelsPerModule)
    }
    return Array.from({ length: pixelsPerModule }, () => line)
  })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8 + typed.length)
  frame.writeUInt32BE(data.length, 0)
  typed.copy(frame, 4)
  frame.writeUInt32BE(crc32(typed), 4 + typed.length)
  return frame
}
