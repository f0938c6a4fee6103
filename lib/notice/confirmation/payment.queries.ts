import { eq } from 'drizzle-orm'
import { database } from '#db/client'
import { identity } from '#db/schema/identity'
import { paymentAttempt, paymentOrder } from '#db/schema/payment'
import type { Citizen, Job } from '#lib/actor/actor'
import { contactsOf } from '#lib/city/rules'
import { citySettings } from '#lib/city/settings.queries'
import { isoDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { readLaidMoney } from '#lib/payment/laid-money.queries'
import { sentence } from './confirmation-sentences.ts'
import type { PaymentConfirmation } from './facts.ts'

export interface ConfirmationSource {
  facts: PaymentConfirmation
  identityId: string
  receiptEmail: string | null
}

/** The facts of a settled attempt's confirmation; null while it is not settled, and to a citizen who did not pay it. */
export async function readConfirmation(
  actor: Citizen | Job,
  attemptId: string,
): Promise<ConfirmationSource | null> {
  const [row] = await database()
    .select({ attempt: paymentAttempt, order: paymentOrder, person: identity })
    .from(paymentAttempt)
    .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
    .innerJoin(identity, eq(identity.id, paymentOrder.identityId))
    .where(eq(paymentAttempt.id, attemptId))
  if (row?.attempt.state !== 'paid' || !row.attempt.paidOn) return null
  if (actor.kind === 'citizen' && row.order.identityId !== actor.identityId) return null
  const { attempt, order, person } = row
  const [city, laid] = await Promise.all([citySettings(), readLaidMoney(attemptId)])
  const contacts = contactsOf(city)
  return {
    identityId: order.identityId,
    receiptEmail: order.receiptEmail,
    facts: {
      cityName: city.fullName,
      cityAddress: city.address.join(', '),
      cityCompanyId: city.companyId,
      cityContacts: [contacts.phone, contacts.email].filter((one) => one !== null),
      portalUrl: env().PORTAL_URL,
      reference: attempt.reference,
      paidOn: isoDate(row.attempt.paidOn),
      dayIsProvisional: attempt.way === 'bank_button',
      wayLabel: sentence(`wayLabel.${attempt.way ?? 'card'}`),
      amountHal: attempt.amountHal,
      recordedAt: laid.recordedAt ?? attempt.createdAt,
      remitterName: [person.givenName, person.familyName].filter(Boolean).join(' ') || null,
      items: laid.parts,
      creditHal: laid.creditHal,
      verificationCode: attempt.confirmationCode ?? '',
    },
  }
}
