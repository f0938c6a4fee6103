import { createTranslator } from 'use-intl/core'
import { formatKc } from '#lib/core/money'
import type { Result } from '#lib/core/result'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import type { ChargebackProblem } from './chargeback/report.commands.ts'
import type { ClosingProblem } from './differences/close.commands.ts'
import type { OpenDifference } from './differences/rules.ts'
import type { Followed } from './follow.commands.ts'
import type { ImportedSettlement, ImportProblem } from './import.commands.ts'

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'settlement' })

/** Why a command of an officer was refused, for a person. */
export const settlementProblemText = (problem: ChargebackProblem | ClosingProblem): string =>
  t(`problem.${problem}`)

/** What became of one settlement file, for a person at the terminal. */
export function importText(
  gateway: string,
  file: string,
  imported: Result<ImportedSettlement, ImportProblem>,
): string {
  if (imported.ok) {
    const { transfers, newTransfers, newRows, warnings } = imported.value
    return [t('import.done', { file, transfers, newTransfers, newRows }), ...warnings].join('\n')
  }
  const { error } = imported
  switch (error.kind) {
    case 'unreadable':
      return t('import.unreadable', { file, place: error.place, reason: error.reason })
    case 'contradicts':
      return t('import.contradicts', { file, transfer: error.transferKey })
    case 'no_gateway':
    case 'no_reader':
      return t(`import.${error.kind}`, { gateway })
  }
}

/** What followed from settlements, for a person at the terminal. */
export const followedText = (followed: Followed): string => t('import.followed', { ...followed })

/** Open differences one a line, for a person at the terminal. */
export function differencesText(differences: readonly OpenDifference[]): string {
  if (differences.length === 0) return t('empty')
  return differences
    .map((one) => {
      const other = one.otherHal === null ? '' : ` (${t('other', { amount: formatKc(one.otherHal) })})`
      const facts = [formatDate(one.since), one.companyName, one.mark, `${formatKc(one.amountHal)}${other}`]
      return `${facts.join(' · ')}\n  ${t(`kind.${one.kind}.what`)}. ${t(`kind.${one.kind}.todo`)}\n  ${one.key}`
    })
    .join('\n')
}
