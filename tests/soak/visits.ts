import { setTimeout as pause } from 'node:timers/promises'
import { type Form, formsOf, openBrowser, type Page } from '#tests/soak/browser'
import type { SoakCitizen } from '#tests/soak/citizens'
import { type HeldPayment, order } from '#tests/soak/gateways'
import type { Chance } from '#tests/soak/random'
import type { World } from '#tests/soak/world'

/** What a citizen may choose on a gateway's page, the likelier more often. */
const decisions = {
  comgate: ['card', 'card', 'card', 'bank', 'cancel', 'later'],
  csob: ['pay', 'pay', 'pay', 'pay', 'cancel', 'decline', 'wait'],
  gopay: ['card', 'card', 'card', 'bank', 'wait', 'cancel'],
  gpwebpay: ['pay', 'pay', 'pay', 'pay-by-bank', 'decline', 'wait', 'cancel'],
} as const

/** How far a visit came. */
export type VisitEnd = 'nothing to pay' | 'no page' | 'refused' | 'walked away' | 'undecided' | 'decided'

/** One visit of a citizen, from the review to the page of the outcome, with every way of going wrong on it. */
export async function visit(world: World, citizen: SoakCitizen, chance: Chance): Promise<VisitEnd> {
  const browser = openBrowser(world.portalUrl, chance.pick(citizen.cookies))
  const some = citizen.claims.filter(() => chance.happens(0.6))
  const chosen = some.length > 0 ? some : [chance.pick(citizen.claims)]
  const query = chosen.map(({ assessmentId }) => `predpis=${assessmentId}`).join('&')
  const review = await browser.get(`${world.portalUrl}/zkontrolovat?${query}`)
  const form = formsOf(review).find(({ fields }) => fields.some(([name]) => name === 'seenAmountHal'))
  // Everything is paid, or a payment is being verified.
  if (!form) return new URL(review.url).pathname === '/zkontrolovat' ? 'nothing to pay' : 'no page'
  const wishes = { email: chance.happens(0.8) ? 'soak@example.org' : '' }
  const click = () => browser.submit(withField(form, wishes))
  const clicks = chance.happens(0.25) ? [click(), click()] : [click()]
  const pages = await Promise.allSettled(clicks)
  const arrived = pages.flatMap((page) => (page.status === 'fulfilled' ? [page.value] : []))
  const atGateway = arrived.find((page) => page.url.startsWith(world.gatewayUrls[citizen.gateway]))
  if (!atGateway) return 'refused'
  if (chance.happens(0.1)) return 'walked away'
  if (chance.happens(0.3)) await pause(chance.between(0, 1500))
  const decided = await decide(world, citizen, atGateway, chance, browser)
  if (!decided) return 'undecided'
  await comeBack(world, decided, chance, browser)
  return 'decided'
}

const withField = (form: Form, wishes: Record<string, string>): Form => ({
  ...form,
  fields: [...form.fields.filter(([name]) => !(name in wishes)), ...Object.entries(wishes)],
})

/** Chooses a button; returns the way back: an address, or the form that brings the payer by a post. */
async function decide(
  world: World,
  citizen: SoakCitizen,
  page: Page,
  chance: Chance,
  browser: ReturnType<typeof openBrowser>,
): Promise<Page | null> {
  const form = formsOf(page).find(({ buttons }) => buttons.length > 0)
  const decision = chance.pick<string>(decisions[citizen.gateway])
  if (!form?.buttons.some(({ value }) => value === decision)) return null
  return browser.submit(form, { decision }, { stopBefore: world.portalUrl })
}

async function comeBack(
  world: World,
  left: Page,
  chance: Chance,
  browser: ReturnType<typeof openBrowser>,
): Promise<void> {
  if (chance.happens(0.2)) return
  if (chance.happens(0.2)) await pause(chance.between(0, 4000))
  const back = formsOf(left).find(({ action }) => action.startsWith(world.portalUrl))
  const go = async () => {
    if (back) await browser.submit(back)
    else if (left.status === 0) await browser.get(left.url)
  }
  for (let times = chance.happens(0.2) ? 2 : 1; times > 0; times--) await go()
}

const laterDecisions = {
  comgate: ['pay', 'pay-by-bank', 'cancel', 'expire', 'pay'],
  csob: ['pay', 'cancel', 'decline', 'settle', 'settle'],
  gopay: ['pay', 'cancel', 'wait', 'jump', 'finish-refunds'],
  gpwebpay: ['pay', 'cancel', 'expire', 'close-batch', 'close-batch', 'break'],
} as const

/** Something happens at the gateway without the payer: a bank decides late, a time runs out, a batch is closed. */
export async function happenLater(
  world: World,
  { gateway, paymentId, wasOpened }: HeldPayment,
  chance: Chance,
): Promise<void> {
  const decision = chance.pick<string>(laterDecisions[gateway])
  if (decision === 'pay' && !wasOpened) return
  const path = `payments/${encodeURIComponent(paymentId)}`
  if (decision === 'jump') await jump(world, path, chance)
  else await order(world, gateway, `${path}/${decision}`)
}

/** GoPay goes from an ended payment to a paid one, and tells each time. */
async function jump(world: World, path: string, chance: Chance) {
  const answer = await fetch(`${world.gatewayUrls.gopay}/sandbox/payments`)
  const rows = (await answer.json()) as { id: number; state: string; behaviour: { notifyTimes?: number } }[]
  const row = rows.find(({ id }) => path.endsWith(`/${id}`))
  if (!row || row.behaviour.notifyTimes === 0) return
  if (!['CREATED', 'PAYMENT_METHOD_CHOSEN', 'CANCELED', 'TIMEOUTED'].includes(row.state)) return
  await order(world, 'gopay', `${path}/state`, { state: chance.pick(['TIMEOUTED', 'CANCELED']) })
  await pause(chance.between(0, 800))
  await order(world, 'gopay', `${path}/state`, { state: 'PAID', instrument: 'PAYMENT_CARD' })
}
