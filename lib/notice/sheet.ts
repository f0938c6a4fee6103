import { dirname, join } from 'node:path'
import PDFDocument from 'pdfkit'

export type Sheet = PDFKit.PDFDocument
export type Structure = PDFKit.PDFStructureElement

/** A4 in points. Everything is placed by hand between these, so that nothing breaks a page by itself. */
export const frame = { left: 56, right: 539, width: 483, top: 56, bottom: 770 } as const
export const ink = {
  text: '#1b2430',
  quiet: '#566270',
  line: '#d3d9e0',
  panel: '#eef3f8',
  accent: '#1f4e8c',
} as const

export interface Style {
  size: number
  bold?: boolean
  color?: string
  align?: 'left' | 'right'
}

/** An empty tagged A4 document in Czech that speaks DejaVu Sans, embedded: standard fonts have no Ř. */
export function newSheet(info: { title: string; author: string; createdAt: Date }): Sheet {
  const folder = fontFolder()
  const regular = join(folder, 'DejaVuSans.ttf')
  const sheet = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'cs-CZ',
    displayTitle: true,
    bufferPages: true,
    font: regular,
    info: { Title: info.title, Author: info.author, CreationDate: info.createdAt, ModDate: info.createdAt },
  })
  sheet.registerFont('regular', regular)
  sheet.registerFont('bold', join(folder, 'DejaVuSans-Bold.ttf'))
  return sheet
}

/**
 * Where the package with the fonts is installed. A bundler replaces a `createRequire` it recognises by its own
 * numbering of modules, which is no path, so the function is asked for at run time.
 */
function fontFolder(): string {
  const { createRequire } = process.getBuiltinModule('node:module')
  return join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
}

/** Ends the document and gives its bytes. */
export async function bytesOf(sheet: Sheet): Promise<Buffer> {
  sheet.end()
  const chunks: Buffer[] = []
  for await (const chunk of sheet) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A text from outside on one line, without signs that print nothing or turn the direction of writing. */
function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/gu, (space) => (/\u00a0/.test(space) ? '\u00a0' : ' '))
    .replace(/\p{C}/gu, '')
    .trim()
}

const mostLines = 6

function options(sheet: Sheet, width: number, style: Style) {
  sheet.font(style.bold ? 'bold' : 'regular').fontSize(style.size)
  const lineHeight = sheet.currentLineHeight(true)
  return { width, align: style.align ?? 'left', lineGap: style.size * 0.2, lineHeight }
}

/** How high a text stands when wrapped to a width, in points. */
export function heightOf(sheet: Sheet, text: string, width: number, style: Style): number {
  const { lineHeight, ...wrapping } = options(sheet, width, style)
  return Math.min(
    sheet.heightOfString(printable(text), wrapping),
    mostLines * (lineHeight + wrapping.lineGap),
  )
}

/** How wide a text stands on one line, in points. */
export function widthOf(sheet: Sheet, text: string, style: Style): number {
  sheet.font(style.bold ? 'bold' : 'regular').fontSize(style.size)
  return sheet.widthOfString(printable(text))
}

/** Writes a text wrapped to a width, as a child of a structure element; returns the height it took. */
export function write(
  sheet: Sheet,
  parent: Structure | null,
  tag: string,
  text: string,
  place: { x: number; y: number; width: number },
  style: Style,
): number {
  const height = heightOf(sheet, text, place.width, style)
  const { lineHeight, ...wrapping } = options(sheet, place.width, style)
  const draw = () => {
    sheet.fillColor(style.color ?? ink.text)
    // One line more than is drawn, or rounding would cut the last one off.
    sheet.text(printable(text), place.x, place.y, {
      ...wrapping,
      height: height + lineHeight / 2,
      ellipsis: true,
    })
  }
  if (parent) parent.add(sheet.struct(tag, {}, draw))
  else asArtifact(sheet, 'Pagination', draw)
  return height
}

/** Draws what a screen reader passes over: lines, panels, numbers of pages. */
function asArtifact(sheet: Sheet, type: 'Layout' | 'Pagination', draw: () => void): void {
  sheet.markContent('Artifact', { type })
  draw()
  sheet.endMarkedContent()
}

/** A line across the whole frame. */
export function rule(sheet: Sheet, y: number, color: string = ink.line, thickness = 0.75): void {
  asArtifact(sheet, 'Layout', () => {
    sheet.moveTo(frame.left, y).lineTo(frame.right, y).lineWidth(thickness).stroke(color)
  })
}

/** A tinted panel across the whole frame, drawn before what stands on it. */
export function panel(sheet: Sheet, y: number, height: number): void {
  asArtifact(sheet, 'Layout', () => {
    sheet.roundedRect(frame.left, y, frame.width, height, 8).fill(ink.panel)
  })
}
