import { getTranslations } from 'next-intl/server'
import { OfficeMessage } from '#components/office/office-message'

/** Within the shell: the officer is signed in, only this door is not theirs. */
export default async function OfficeForbidden() {
  const t = await getTranslations('office')
  return <OfficeMessage heading={t('forbiddenHeading')} text={t('forbidden')} />
}
