import { makeJob } from '#lib/actor/actor'
import { parseCzechDate } from '#lib/core/dates'
import { setPaymentsKnownUntil } from '#lib/fee/known-until.commands'
import { formatDate } from '#lib/i18n/format'

const usage = 'Použití: npm run portal -- fees known-until DRUH DEN   (například: odpad 31.5.2026)'

/**
 * `fees known-until KIND DATE`: transfers of the fee kind are known up to that day. Returns the exit code: 0 done,
 * 1 refused, 2 wrong usage.
 */
export async function feesKnownUntilCommand(
  args: readonly string[],
  { print }: { print: (line: string) => void },
): Promise<number> {
  const [kind, written, ...further] = args
  const day = parseCzechDate(written ?? '')
  if (!kind || !day.ok || further.length > 0) {
    print(usage)
    return 2
  }
  const told = await setPaymentsKnownUntil(makeJob('fees-known-until'), kind, day.value)
  if (!told.ok) {
    print(told.error === 'in_future' ? 'Takový den teprve přijde.' : `Druh poplatku ${kind} tu není.`)
    return 1
  }
  const before = told.value ? `předtím do ${formatDate(told.value)}` : 'předtím nikdy'
  print(`Platby druhu ${kind} jsou známé do ${formatDate(day.value)} (${before}).`)
  return 0
}
