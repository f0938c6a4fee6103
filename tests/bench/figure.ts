/** One measured thing beside its yardstick from the same run. */
export interface Figure {
  name: string
  unit: string
  portal: number
  yardstick: number
  /** What is compared with the reach: mostly portal ÷ yardstick, the middle one of the rounds. */
  compared: number
  /** The lowest and the highest of the rounds. */
  spread: [number, number]
  reach: string
  isReached: boolean
  details: Record<string, unknown>
}

/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

/** A figure from rounds in which the portal and the yardstick took turns. */
export function figureOfRounds(options: {
  name: string
  unit: string
  rounds: readonly { portal: number; yardstick: number }[]
  reach: { atLeast: number } | { atMost: number }
  details?: Record<string, unknown>
}): Figure {
  const { rounds, reach } = options
  const ratios = rounds.map(({ portal, yardstick }) => portal / yardstick)
  const compared = median(ratios)
  return {
    name: options.name,
    unit: options.unit,
    portal: median(rounds.map(({ portal }) => portal)),
    yardstick: median(rounds.map(({ yardstick }) => yardstick)),
    compared,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    reach: 'atLeast' in reach ? `≥ ${reach.atLeast}` : `≤ ${reach.atMost}`,
    isReached: 'atLeast' in reach ? compared >= reach.atLeast : compared <= reach.atMost,
    details: { ...options.details, rounds },
  }
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const head = ['figure', 'portal', 'yardstick', 'unit', 'compared', 'rounds', 'reach', '']
  const rows = figures.map((figure) => [
    figure.name,
    short(figure.portal),
    short(figure.yardstick),
    figure.unit,
    short(figure.compared),
    figure.spread.map(short).join('–'),
    figure.reach,
    figure.isReached ? 'reached' : 'missed',
  ])
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function short(value: number): string {
  if (Number.isNaN(value)) return '?'
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
