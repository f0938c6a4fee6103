'use server'

import { revalidatePath } from 'next/cache'
import { forbidden } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { UploadState } from '#components/office/statement/upload-form'
import type { OneFieldState } from '#components/ui/one-field-form'
import { beginAction } from '#lib/auth/begin-action'
import { requireOfficer } from '#lib/auth/gates'
import { fileReportText } from '#lib/bank/import/report'
import { statementSource } from '#lib/bank/import/source'
import { matchingText } from '#lib/matching/report'
import { reversalsText } from '#lib/recovery/report'
import { receiveUpload } from '#lib/statement/receive.commands'
import { releaseStatement } from '#lib/statement/release.commands'

/** Imports the statement an officer chose and matches what it brought, or says why not. */
export async function uploadAction(_previous: UploadState, form: FormData): Promise<UploadState> {
  await beginAction(form)
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
  const told = [
    ...report.files.map(fileReportText),
    ...reversalsText(report.reversals),
    matchingText(report.matching),
  ]
  const isHeld = report.files.some((file) => file.statements.some((one) => one.heldId !== null))
  return { error: null, done: told.flatMap((text) => text.split('\n')), isHeld }
}

const longestReason = 500

/** Releases the held statement the officer saw, with the balance it begins with (empty for none), for the reason they wrote. */
export async function releaseAction(
  held: string,
  seenOpening: string,
  _previous: OneFieldState,
  form: FormData,
): Promise<OneFieldState> {
  await beginAction(form, held, seenOpening)
  const officer = await requireOfficer('statements.import')
  const typed = String(form.get(`duvod-${held}`) ?? '').slice(0, longestReason)
  if (!/^\d{1,15}$/.test(held) || !/^(-?\d{1,18})?$/.test(seenOpening)) forbidden()
  const heldId = Number(held)
  const seenOpeningHal = seenOpening === '' ? null : BigInt(seenOpening)
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
