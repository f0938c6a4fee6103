import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import type { ConfirmedItem, PaymentConfirmation } from '#lib/notice/confirmation/facts'
import { paymentConfirmationPdf } from '#lib/notice/confirmation/pdf'

const item: ConfirmedItem = {
  feeKindName: 'Poplatek za obecní systém odpadového hospodářství',
  period: '2026',
  payerName: 'Jana Řeřichová',
  variableSymbol: '1234567890',
  amountHal: 90000n,
}

function confirmation(changes: Partial<PaymentConfirmation> = {}): PaymentConfirmation {
  return {
    cityName: 'Město Opava',
    cityAddress: 'Horní náměstí 69, 746 01 Opava',
    cityCompanyId: '00300535',
    cityContacts: ['553 000 000', 'poplatky@opava.example'],
    portalUrl: 'https://platby.opava.example',
    reference: '2605200017',
    paidOn: isoDate('2026-05-20'),
    dayIsProvisional: false,
    wayLabel: 'platební kartou',
    amountHal: 90000n,
    recordedAt: instantAt(Date.parse('2026-05-20T12:05:00Z')),
    remitterName: null,
    items: [item],
    creditHal: 0n,
    verificationCode: 'K7M2-94PX-3QRT',
    ...changes,
  }
}

const withItems = (items: ConfirmedItem[], changes: Partial<PaymentConfirmation> = {}) =>
  confirmation({ items, amountHal: items.reduce((sum, { amountHal }) => sum + amountHal, 0n), ...changes })

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length

test('is a tagged Czech PDF on one page with its own fonts', async () => {
  const pdf = await paymentConfirmationPdf(confirmation())
  const raw = pdf.toString('latin1')
  expect(raw).toMatch(/^%PDF-1\.7/)
  expect(pagesOf(pdf)).toBe(1)
  expect(raw).toContain('/Lang (cs-CZ)')
  expect(raw).toMatch(/\/Marked true/)
  expect(raw).toMatch(/\/FontName \/[A-Z]{6}\+DejaVuSans\b/)
  expect(raw).toMatch(/\/FontName \/[A-Z]{6}\+DejaVuSans-Bold\b/)
  expect(raw).not.toContain('Helvetica')
})

test.each([
  [5, 1],
  [12, 2],
  [40, 4],
])('%i items take %i pages', async (count, pages) => {
  const pdf = await paymentConfirmationPdf(withItems(Array.from({ length: count }, () => item)))
  expect(pagesOf(pdf)).toBe(pages)
})

test('the same facts make the same file', async () => {
  const [one, other] = await Promise.all([confirmation(), confirmation()].map(paymentConfirmationPdf))
  expect(one?.equals(other ?? Buffer.of())).toBe(true)
})

test('refuses items and credit that do not make up the amount', async () => {
  await expect(paymentConfirmationPdf(confirmation({ amountHal: 90001n }))).rejects.toThrow(RangeError)
  await expect(
    paymentConfirmationPdf(confirmation({ amountHal: 90001n, creditHal: 1n })),
  ).resolves.toBeDefined()
})

test('any name fits: no text throws or spreads one item over more than two pages', async () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.constantFrom(
      'W'.repeat(400),
      '\ud800',
      '',
      ' ',
      'a\u0000\n\tb',
      'مريم العلي',
      '👩‍👩‍👧‍👦',
      'e\u0301'.repeat(300),
    ),
  )
  await fc.assert(
    fc.asyncProperty(anyText, anyText, anyText, async (payerName, feeKindName, remitterName) => {
      const facts = withItems([{ ...item, payerName, feeKindName, period: payerName }], { remitterName })
      expect(pagesOf(await paymentConfirmationPdf(facts))).toBeLessThanOrEqual(2)
    }),
    { numRuns: 12 },
  )
})
