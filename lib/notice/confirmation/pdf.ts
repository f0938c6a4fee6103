import { formatKc, sumHal } from '#lib/core/money'
import { formatDateTime, formatDateWithWeekday } from '#lib/i18n/format'
import { verificationAddress } from '#lib/notice/addresses'
import {
  bytesOf,
  frame,
  heightOf,
  ink,
  newSheet,
  panel,
  rule,
  type Sheet,
  type Structure,
  type Style,
  write,
} from '#lib/notice/sheet'
import { sentence as t } from './confirmation-sentences.ts'
import type { PaymentConfirmation } from './facts.ts'
import { writeTable } from './table.ts'

const labelStyle: Style = { size: 11 }
const valueStyle: Style = { size: 11, bold: true }
const verificationStyle: Style = { size: 11, bold: true }
/** The city's address and what the paper is: read once, not searched for. */
const smallStyle: Style = { size: 9, color: ink.quiet }

/**
 * The confirmation of a payment as a tagged PDF; the same facts make the same file. Throws RangeError when the
 * items and the credit do not add up to the amount: a paper that contradicts itself must not leave the portal.
 */
export async function paymentConfirmationPdf(facts: PaymentConfirmation): Promise<Buffer> {
  const explainedHal = sumHal([...facts.items.map((item) => item.amountHal), facts.creditHal])
  if (explainedHal !== facts.amountHal)
    throw new RangeError(`Payment ${facts.reference}: items and credit differ from the amount.`)

  const sheet = newSheet({ title: t('title'), author: facts.cityName, createdAt: facts.recordedAt })
  const root = sheet.struct('Document')
  sheet.addStructure(root)

  let y = writeHead(sheet, root, facts)
  y = writeAmount(sheet, root, facts, y + 14)
  y = writeDetails(sheet, root, facts, y + 16)
  const headingStyle: Style = { size: 12, bold: true }
  y += 16
  y += write(sheet, root, 'H2', t('paidFor'), { x: frame.left, y, width: frame.width }, headingStyle)
  y = writeTable(sheet, root, facts, y + 4)
  writeVerification(sheet, root, facts, y + 14)
  root.end()
  numberPages(sheet, facts)
  return bytesOf(sheet)
}

function writeHead(sheet: Sheet, root: Structure, facts: PaymentConfirmation): number {
  const place = (y: number) => ({ x: frame.left, y, width: frame.width })
  let y: number = frame.top - 8
  y += write(sheet, root, 'P', facts.cityName, place(y), { size: 13, bold: true, color: ink.accent }) + 1
  const address = `${facts.cityAddress} · ${t('companyId', { companyId: facts.cityCompanyId })}`
  y += write(sheet, root, 'P', address, place(y), smallStyle) + 9
  rule(sheet, y, ink.accent, 1.5)
  y += 26
  return y + write(sheet, root, 'H1', t('title'), place(y), { size: 24, bold: true })
}

function writeAmount(sheet: Sheet, root: Structure, facts: PaymentConfirmation, y: number): number {
  const amountStyle: Style = { size: 32, bold: true, color: ink.accent }
  const amount = formatKc(facts.amountHal)
  const inside = { x: frame.left + 20, width: frame.width - 40 }
  const height = 80 + heightOf(sheet, amount, inside.width, amountStyle) - 38
  panel(sheet, y, height)
  const top = y + 14
  const labelHeight = write(sheet, root, 'P', t('received'), { ...inside, y: top }, labelStyle)
  write(sheet, root, 'P', amount, { ...inside, y: top + labelHeight + 1 }, amountStyle)
  return y + height
}

function writeDetails(sheet: Sheet, root: Structure, facts: PaymentConfirmation, y: number): number {
  const details: [label: string, value: string][] = [
    [t('day'), formatDateWithWeekday(facts.paidOn)],
    [t('way'), facts.wayLabel],
    [t('reference'), facts.reference],
    [t('recorded'), formatDateTime(facts.recordedAt)],
  ]
  if (facts.remitterName) details.push([t('remitter'), facts.remitterName])
  const labelWidth = 150
  for (const [label, value] of details) {
    const line = sheet.struct('P')
    root.add(line)
    write(sheet, line, 'Span', label, { x: frame.left, y, width: labelWidth - 10 }, labelStyle)
    const place = { x: frame.left + labelWidth, y, width: frame.width - labelWidth }
    y += write(sheet, line, 'Span', value, place, valueStyle) + 4
  }
  if (!facts.dayIsProvisional) return y
  return (
    y +
    4 +
    write(sheet, root, 'P', t('provisionalDay'), { x: frame.left, y: y + 4, width: frame.width }, labelStyle)
  )
}

function writeVerification(sheet: Sheet, root: Structure, facts: PaymentConfirmation, y: number): void {
  const inside = { x: frame.left + 20, width: frame.width - 40 }
  const verify = t('verify', { address: verificationAddress(facts.portalUrl) })
  const codeStyle: Style = { size: 15, bold: true }
  const height =
    28 +
    heightOf(sheet, verify, inside.width, labelStyle) +
    heightOf(sheet, facts.verificationCode, inside.width, codeStyle) +
    heightOf(sheet, t('verification'), inside.width, verificationStyle) +
    8
  const natureHeight = heightOf(sheet, t('nature'), frame.width, smallStyle)
  if (y + height + natureHeight + 12 > frame.bottom) {
    sheet.addPage()
    y = frame.top
  }
  panel(sheet, y, height)
  let at = y + 14
  at += write(sheet, root, 'H2', t('verification'), { ...inside, y: at }, verificationStyle) + 4
  at += write(sheet, root, 'P', verify, { ...inside, y: at }, labelStyle) + 4
  write(sheet, root, 'P', facts.verificationCode, { ...inside, y: at }, codeStyle)
  write(sheet, root, 'P', t('nature'), { x: frame.left, y: y + height + 12, width: frame.width }, smallStyle)
}

/** Who to ask on every page, and the number where there are several. */
function numberPages(sheet: Sheet, facts: PaymentConfirmation): void {
  const pages = sheet.bufferedPageRange().count
  for (let index = 0; index < pages; index++) {
    sheet.switchToPage(index)
    const y = frame.bottom + 22
    rule(sheet, y - 8)
    const contact = facts.cityContacts.join(' · ')
    if (contact) write(sheet, null, 'P', contact, { x: frame.left, y, width: 360 }, smallStyle)
    if (pages === 1) continue
    const number = t('page', { page: index + 1, pages })
    write(sheet, null, 'P', number, { x: frame.left + 363, y, width: 120 }, { ...smallStyle, align: 'right' })
  }
}
