import { z } from 'zod'

/** The value of the city setting `matching`: how far the rules may go by themselves. */
export const matchingSettingsShape = z
  .object({
    /** Whether a variable symbol alone, leading to one payer, is enough. */
    variableSymbolAlone: z.boolean().default(true),
    /** A receipt that would leave more than this above what is open waits for an officer, in haléře. */
    maxOverOpenHal: z.number().int().min(0).default(1_000_000),
    /** Proposals scored lower are not kept. */
    minScore: z.number().int().min(0).max(100).default(30),
    maxProposals: z.number().int().min(1).max(20).default(5),
  })
  .prefault({})
export type MatchingSettings = z.infer<typeof matchingSettingsShape>
