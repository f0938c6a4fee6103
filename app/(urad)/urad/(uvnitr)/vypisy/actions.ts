'use server'

import { revalidatePath } from 'next/cache'
import { forbidden } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { UploadState } from '#components/office/statement/upload-form'
import { requireOfficer } from '#lib/auth/gates'
import { fileReportText } from '#lib/bank/import/report'
import { statementSource } from '#lib/bank/import/source'
import { matchingText } from '#lib/matching/report'
import { reversalsText } from '#lib/recovery/report'
import { receiveUpload } from '#lib/statement/receive.commands'

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
  const told = [
    ...report.files.map(fileReportText),
    ...reversalsText(report.reversals),
    matchingText(report.matching),
  ]
  return { error: null, done: told.flatMap((text) => text.split('\n')) }
}
