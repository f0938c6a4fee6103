import { setTimeout as pause } from 'node:timers/promises'
import { type Bank, bookDay, deliver, openBank } from '#tests/soak/bank'
import { correctFees, inventCitizen, type SoakCitizen } from '#tests/soak/citizens'
import { gatewayNames, paymentsAt } from '#tests/soak/gateways'
import { misbehaveOnce } from '#tests/soak/misbehaviour'
import { decideReceipt, hireOfficers, type Officers, refundSomething } from '#tests/soak/officers'
import type { Chance } from '#tests/soak/random'
import { happenLater, type VisitEnd, visit } from '#tests/soak/visits'
import { victims, type World } from '#tests/soak/world'

export interface Driven {
  bank: Bank
  officers: Officers
  /** How far visits came, and which acts met a fault of the machine on the way. */
  ends: Map<VisitEnd | 'broken off', number>
  faults: Map<string, number>
}

type Act = (own: Chance) => Promise<void>

const peopleAtOnce = 6
const newestCitizens = 25
const firstCitizens = 12
/** So often the next one is killed, in a short run more often; each kind of victim comes once before any comes again. */
const killEveryMs: [number, number] = [4_000, 12_000]

/** Everybody acts at random, beside each other, for the given time. A fault on the way ends one act, never the run. */
export async function drive(
  world: World,
  { chance, forMs, signal }: { chance: Chance; forMs: number; signal: AbortSignal },
): Promise<Driven> {
  const officers = await hireOfficers(world)
  const bank = await openBank(world, officers)
  const citizens: SoakCitizen[] = []
  for (let n = 0; n < firstCitizens; n++) citizens.push(await inventCitizen(world, chance))
  const ends: Driven['ends'] = new Map()
  const faults: Driven['faults'] = new Map()
  const until = performance.now() + forMs
  const isOver = () => signal.aborted || performance.now() >= until

  async function loop(everyMs: [number, number], own: Chance, act: Act) {
    while (!isOver()) {
      await pause(Math.min(own.between(...everyMs), Math.max(0, until - performance.now())))
      if (isOver()) return
      await act(own).catch((error: Error) => add(faults, `${act.name}: ${error.message.split('\n')[0]}`))
    }
  }
  const owing = () => {
    const left = citizens.filter(({ isDone }) => !isDone).slice(-newestCitizens)
    return left.length > 0 ? left : citizens
  }
  const person = async (own: Chance) => {
    const citizen = own.pick(owing())
    const end = await visit(world, citizen, own).catch((error) => {
      add(ends, 'broken off')
      throw error
    })
    add(ends, end)
    if (end === 'nothing to pay') citizen.isDone = own.happens(0.7)
  }
  const newcomer = async (own: Chance) => {
    citizens.push(await inventCitizen(world, own))
  }
  const later = async (own: Chance) => {
    const gateway = own.pick(gatewayNames)
    const held = await paymentsAt(world, gateway)
    if (held.length > 0) await happenLater(world, own.pick(held.slice(-30)), own)
  }
  const banker = async (own: Chance) => {
    for (let days = own.between(0, 2); days > 0; days--) bookDay(bank, citizens, own)
    await deliver(bank, own)
  }
  const begin = (everyMs: [number, number], act: Act) => loop(everyMs, chance.branch(), act)
  const corrector = (own: Chance) => correctFees(own.pick(citizens), own)
  const troublemaker = (own: Chance) => misbehaveOnce(world, own)
  const refunder = (own: Chance) => refundSomething(world, officers, own)
  const matcher = (own: Chance) => decideReceipt(world, officers, own)
  const coming: (typeof victims)[number][] = []
  const killer = async (own: Chance) => {
    if (coming.length === 0) coming.push(...shuffled(victims, own))
    const victim = coming.shift()
    if (victim) await world.kill(victim, own.between(0, 1500))
  }
  await Promise.all([
    ...Array.from({ length: peopleAtOnce }, () => begin([0, 600], person)),
    begin([300, 900], newcomer),
    begin([500, 4000], corrector),
    begin([100, 700], later),
    begin([200, 900], troublemaker),
    begin([800, 3000], banker),
    begin([400, 1500], refunder),
    begin([800, 3000], matcher),
    begin(killEveryMs.map((ms) => Math.min(ms, forMs / 6)) as [number, number], killer),
  ])
  // On a slow machine the time may be over before each of them was killed once.
  for (const victim of victims) {
    if (!signal.aborted && world.kills[victim] === 0) await world.kill(victim, 0)
  }
  return { bank, officers, ends, faults }
}

const add = <T>(counts: Map<T, number>, what: T) => counts.set(what, (counts.get(what) ?? 0) + 1)

function shuffled<T>(all: readonly T[], chance: Chance): T[] {
  return all
    .map((one) => ({ one, at: chance.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
