import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { CopyButton } from '#components/ui/copy-button'
import { DefinitionList } from '#components/ui/definition-list'
import type { ClaimView } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { formatCsvAmount, formatKc } from '#lib/core/money'
import { addWorkingDays } from '#lib/core/working-days'
import type { TransferTarget } from '#lib/fee/queries'
import { formatDateLocative } from '#lib/i18n/format'
import { groupSymbol } from '#lib/identifiers/symbols'

interface TransferInstructionsProps {
  claim: ClaimView
  target: TransferTarget | null
  amountHal: bigint
  today: IsoDate
  phone: string
}

/** A transfer is given this many working days to reach the city's account. */
const transferWorkingDays = 2

/** Where and with which symbols to send a transfer, each with a copy button. */
export async function TransferInstructions({
  claim,
  target,
  amountHal,
  today,
  phone,
}: TransferInstructionsProps) {
  const t = await getTranslations('overview')
  const common = await getTranslations('common')
  if (!claim.variableSymbol || !target) {
    return (
      <Card heading={t('detailTransferHeading')}>
        <p>{t('detailNoSymbol', { phone })}</p>
      </Card>
    )
  }
  const sendBy = addWorkingDays(claim.lastDay, -transferWorkingDays)
  const copy = (value: string, fullLabel: string) => (
    <CopyButton value={value} label={common('copy')} fullLabel={fullLabel} copiedLabel={common('copied')} />
  )
  return (
    <Card heading={t('detailTransferHeading')}>
      <p className="mb-4">
        {sendBy >= today
          ? t('detailTransfer', { date: formatDateLocative(sendBy) })
          : t('detailTransferLate')}
      </p>
      <DefinitionList
        items={[
          {
            term: t('account'),
            value: target.accountNumber,
            action: copy(target.accountNumber, common('copyAccount')),
          },
          {
            term: t('amount'),
            value: formatKc(amountHal),
            action: copy(formatCsvAmount(amountHal), common('copyAmount')),
          },
          {
            term: t('detailVariableSymbol'),
            value: groupSymbol(claim.variableSymbol),
            action: copy(claim.variableSymbol, common('copyVariableSymbol')),
          },
          ...(claim.specificSymbol ? [{ term: t('detailSpecificSymbol'), value: claim.specificSymbol }] : []),
          ...(target.constantSymbol
            ? [
                {
                  term: t('constantSymbol'),
                  value: target.constantSymbol,
                  action: copy(target.constantSymbol, common('copyConstantSymbol')),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
