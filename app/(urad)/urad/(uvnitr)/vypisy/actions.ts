'use server'

import { revalidatePath } from 'next/cache'
import { forbidden } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { UploadState } from '#components/office/statement/upload-form'
import type { OneFieldState } from '#components/ui/one-field-form'
import { requireOfficer } from '#lib/auth/gates'
import { fileReportText } from '#lib/bank/import/report'
import { statementSource } from '#lib/bank/import/source'
import { matchingText } from '#lib/matching/report'
import { receiveUpload } from '#lib/statement/receive.commands'
import { releaseStatement } from '#lib/statement/release.commands'

/** Imports the statement an officer chose and matches what it brought, or says why not. */
export async function uploadAction(_previous: UploadState, form: FormData): Promise<UploadState> {
  const officer = await requireOfficer('statements.import')
  const file = form.get('vypis')
  if (!(file instanceof File) || file.size === 0) {
    const t = await getTranslations('statement')
    return { error: t('uploadMissing'), done: [] }
  }
  const report = await receiveUpload(
    officer,
    statementSource(file.name, () => file.stream()),
  )
  if (!report) forbidden()
  const refusal = report.files.find((one) => one.refusal !== null)?.refusal
  if (refusal) return { error: refusal, done: [] }
  revalidatePath('/urad/vypisy')
  const told = [...report.files.map(fileReportText), matchingText(report.matching)]
  const isHeld = report.files.some((file) => file.statements.some((one) => one.heldId !== null))
  return { error: null, done: told.flatMap((text) => text.split('\n')), isHeld }
}

const longestReason = 500

/** Releases the held statement the officer saw, with the balance it begins with, for the reason they wrote. */
export async function releaseAction(
  heldId: number,
  seenOpening: string | null,
  _previous: OneFieldState,
  form: FormData,
): Promise<OneFieldState> {
  const officer = await requireOfficer('statements.import')
  const typed = String(form.get(`duvod-${heldId}`) ?? '').slice(0, longestReason)
  if (!Number.isSafeInteger(heldId) || (seenOpening !== null && !/^-?\d{1,18}$/.test(seenOpening)))
    forbidden()
  const seenOpeningHal = seenOpening === null ? null : BigInt(seenOpening)
  const released = await releaseStatement(officer, { heldId, seenOpeningHal, reason: typed })
  if (!released) forbidden()
  const t = await getTranslations('statement')
  if (released.ok) {
    revalidatePath('/urad/vypisy')
    return {
      typed: '',
      error: null,
      done: { heading: t('held.releasedHeading'), text: t('held.releasedText') },
    }
  }
  const { error } = released
  return { typed, error: error.kind === 'refused' ? error.refusal : t(`held.problem.${error.kind}`) }
}
