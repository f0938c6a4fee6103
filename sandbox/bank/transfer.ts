import { z } from 'zod'
import type { NewMovement } from './movements.ts'

const blankIsNull = (text: string | undefined) => text?.trim() || null
const symbol = z
  .string()
  .optional()
  .transform(blankIsNull)
  .refine((text) => text === null || /^\d{1,10}$/.test(text), { error: 'Symbol má nejvýš 10 číslic.' })

const form = z.object({
  qr: z.string().max(500).optional(),
  castka: z.string().optional(),
  vs: symbol,
  ss: symbol,
  ks: symbol,
  jmeno: z.string().max(35).optional().transform(blankIsNull),
  zprava: z.string().max(140).optional().transform(blankIsNull),
})

/** The attributes of a QR Platba, `SPD*1.0*ACC:…*AM:900.00*X-VS:…`. */
function readQr(text: string): Record<string, string> {
  const pairs = text
    .split('*')
    .slice(2)
    .map((part) => /^([A-Z0-9-]+):(.*)$/s.exec(part))
  return Object.fromEntries(
    pairs.flatMap((pair) => (pair ? [[pair[1], decodeURIComponent(pair[2] ?? '')]] : [])),
  )
}

/**
 * The transfer a person wrote into the form: from the text of a QR code, where there is one, else from its boxes. A
 * Czech sentence where it is none.
 */
export function readTransfer(
  fields: Record<string, string>,
): { movement: NewMovement } | { problem: string } {
  const read = form.safeParse(fields)
  if (!read.success) return { problem: read.error.issues[0]?.message ?? 'Formulář není úplný.' }
  const typed = read.data
  const qr = typed.qr?.trim() ? readQr(typed.qr.trim()) : {}
  const amount = (qr.AM ?? typed.castka ?? '').replace(/\s/g, '').replace(',', '.')
  if (!/^\d{1,8}(\.\d{1,2})?$/.test(amount) || Number(amount) === 0) {
    return { problem: 'Napište částku v korunách, třeba 900 nebo 900,50.' }
  }
  return {
    movement: {
      amountHal: Math.round(Number(amount) * 100),
      counterAccount: '1265098001',
      counterBank: '5500',
      name: typed.jmeno ?? 'Zkušební Plátce',
      variableSymbol: qr['X-VS'] ?? typed.vs,
      specificSymbol: qr['X-SS'] ?? typed.ss,
      constantSymbol: qr['X-KS'] ?? typed.ks,
      message: qr.MSG ?? typed.zprava,
    },
  }
}
