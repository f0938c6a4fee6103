import { contactsOf } from '#lib/city/rules'
import { citySettings } from '#lib/city/settings.queries'
import { env } from '#lib/core/env'
import type { Sender } from './letter.ts'

/** The city as it writes today. */
export async function readSender(): Promise<Sender> {
  const city = await citySettings()
  const contacts = contactsOf(city)
  return {
    cityName: city.fullName,
    cityContacts: [contacts.phone, contacts.email].filter((one) => one !== null),
    portalUrl: env().PORTAL_URL,
  }
}
