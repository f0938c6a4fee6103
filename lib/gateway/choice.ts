import type { CitySettings } from '#lib/city/input'

export type CardGateways = CitySettings['cardGateways']

export interface GatewayChoice {
  /** Null where no gateway takes cards just now. */
  name: string | null
  /** What the city tells people about it, when it does. */
  sentence: string | null
}

/**
 * Which gateway a card payment of these fee kinds goes through. Kinds with one gateway in common use it; a selection
 * over several uses the default. A switched-off gateway gives way to the fallback only, because the city chose it.
 */
export function chooseGateway(
  setting: CardGateways,
  configured: readonly string[],
  feeKindCodes: readonly string[],
): GatewayChoice {
  const isConfigured = (name: string | null) => name !== null && configured.includes(name)
  const isOff = (name: string) => Object.hasOwn(setting.off, name)
  // A name that the environment does not describe is an oversight of the operator, not a wish of the city.
  const usual = isConfigured(setting.default) ? setting.default : (configured[0] ?? null)
  const wishes = new Set(
    feeKindCodes.map((code) => {
      const wished = setting.byFeeKind[code] ?? null
      return isConfigured(wished) ? wished : usual
    }),
  )
  const [only] = wishes
  const chosen = wishes.size === 1 && only ? only : usual
  if (chosen === null) return { name: null, sentence: null }
  if (!isOff(chosen)) return { name: chosen, sentence: null }
  const { fallback } = setting
  return fallback !== null && isConfigured(fallback) && !isOff(fallback)
    ? { name: fallback, sentence: null }
    : { name: null, sentence: setting.off[chosen] || null }
}
