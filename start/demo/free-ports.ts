import { demoPorts } from '#start/demo/environment'
import { assertPortFree } from '#start/machine/ports'

const purposes: Record<keyof ReturnType<typeof demoPorts>, string> = {
  portal: 'the portal',
  citizenIdentity: "the citizens' sign-in",
  officeIdentity: "the office's sign-in",
  comgate: 'the payment gateway',
  mail: 'the mailbox',
  smtp: 'the mail server',
  csob: 'the second payment gateway',
  gopay: 'the third payment gateway',
  gpwebpay: 'the fourth payment gateway',
  bank: 'the bank',
}

/** Fails in one sentence when one of the demo's ports, from the portal's on, is taken. */
export async function assertDemoPortsFree(port: number): Promise<void> {
  for (const [name, number] of Object.entries(demoPorts(port))) {
    await assertPortFree(number, purposes[name as keyof typeof purposes])
  }
}
