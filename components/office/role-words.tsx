import { getTranslations } from 'next-intl/server'
import { sentences } from '#lib/i18n/sentences'

type Role = keyof typeof sentences.office.roles

const isRole = (text: string): text is Role => Object.hasOwn(sentences.office.roles, text)

/** What a person does in the office, in words; a role a city has added keeps its own name. */
export async function roleWords(roles: readonly string[]): Promise<string> {
  const t = await getTranslations('office')
  return roles.map((role) => (isRole(role) ? t(`roles.${role}`) : role)).join(', ')
}
