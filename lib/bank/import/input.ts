import { z } from 'zod'

/**
 * How the city recognises movements that are nobody's payment. Every given mark has to fit. `gateway_payout`
 * names the gateway whose money it is.
 */
const bankRuleShape = z
  .object({
    kind: z.enum(['gateway_payout', 'bank_fee', 'other']),
    gateway: z.string().min(1).optional(),
    /** As printed, `19-2000145399/0800`. */
    counterAccount: z.string().min(1).optional(),
    variableSymbol: z.string().min(1).optional(),
    specificSymbol: z.string().min(1).optional(),
    constantSymbol: z.string().min(1).optional(),
    /** A part of the message, in any case. */
    message: z.string().min(3).optional(),
  })
  .refine((rule) => (rule.kind === 'gateway_payout') === (rule.gateway !== undefined), {
    message: 'a gateway is named by its payout, and only there',
  })
  .refine(
    ({ counterAccount, variableSymbol, specificSymbol, constantSymbol, message }) =>
      [counterAccount, variableSymbol, specificSymbol, constantSymbol, message].some(Boolean),
    { message: 'a rule needs at least one mark' },
  )
export type BankRule = z.infer<typeof bankRuleShape>

/** The value of the city setting `bankRules`. */
export const bankRulesShape = z.array(bankRuleShape).default([])
