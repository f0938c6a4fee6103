import type { CitySettings } from '#lib/city/input'

export type CardGateways = CitySettings['cardGateways']

export interface GatewayChoice {
  /** Null where no gateway takes cards just now. */
  name: string | null
  /** What the city tells people about it, when it does. */
  sentence: string | null
  /** The chosen one fails its checks, and there is no other. */
  isBroken: boolean
}

/**
 * Which gateway a card payment of these fee kinds goes through. Kinds with one gateway in common use it; a selection
 * over several uses the default. One that is switched off or fails its checks gives way to the fallback of those kinds
 * only, because the city chose it; a failing one without a fallback is tried all the same, for the checks may be wrong.
 */
export function chooseGateway(
  setting: CardGateways,
  configured: readonly string[],
  feeKindCodes: readonly string[],
  broken: readonly string[] = [],
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
  if (chosen === null) return { name: null, sentence: null, isBroken: false }
  if (!isOff(chosen) && !broken.includes(chosen)) return { name: chosen, sentence: null, isBroken: false }
  const fallbacks = new Set(feeKindCodes.map((code) => setting.fallbackByFeeKind[code] ?? setting.fallback))
  const [common = null] = fallbacks
  const fallback = fallbacks.size === 1 ? common : setting.fallback
  const mayReplace = (name: string | null): name is string =>
    name !== null && name !== chosen && isConfigured(name) && !isOff(name)
  if (mayReplace(fallback) && !broken.includes(fallback)) {
    return { name: fallback, sentence: null, isBroken: false }
  }
  if (!isOff(chosen)) return { name: chosen, sentence: null, isBroken: true }
  // Switched off, and the other one fails its checks: better that than nothing.
  return mayReplace(fallback)
    ? { name: fallback, sentence: null, isBroken: true }
    : { name: null, sentence: setting.off[chosen] || null, isBroken: false }
}
