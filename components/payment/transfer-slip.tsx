import { getTranslations } from 'next-intl/server'
import { claimTitle } from '#components/assessment/claim-title'
import { transferRows } from '#components/payment/copyable'
import { QrCode } from '#components/payment/qr-code'
import { LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { remainingHal } from '#lib/assessment/rules'
import { type IsoDate, yearOf } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDateLocative, formatDateWithWeekday } from '#lib/i18n/format'
import { spoken } from '#lib/i18n/machine-readable'
import { qrModules } from '#lib/identifiers/qr-code'
import { groupSymbol } from '#lib/identifiers/symbols'
import type { Transfer, TransferTiming } from '#lib/payment/transfer.rules'

interface TransferSlipProps {
  transfer: Transfer
  heading: string
  /** Says also what is paid and for whom, where the page does not say it already. */
  withClaims?: boolean
  /** Says how to use the QR; where there are several slips, the page says it once. */
  withAdvice?: boolean
  today: IsoDate
}

/** One transfer to send: by when, the data with copy buttons, and the QR that carries the same data. */
export async function TransferSlip(props: TransferSlipProps) {
  const { transfer, heading, withClaims = false, withAdvice = true, today } = props
  return (
    <Card heading={heading}>
      <p>{await timingSentence(transfer.timing, today)}</p>
      <div className="@container mt-4">
        <div className="grid gap-6 @3xl:grid-cols-[1fr_auto] @3xl:gap-10">
          <DefinitionList
            items={[...(withClaims ? await claimRows(transfer) : []), ...(await transferRows(transfer))]}
          />
          <Qr transfer={transfer} withAdvice={withAdvice} />
        </div>
      </div>
    </Card>
  )
}

async function timingSentence(timing: TransferTiming, today: IsoDate): Promise<string> {
  const t = await getTranslations('transfer')
  switch (timing.kind) {
    case 'in_time': {
      const withYear = yearOf(timing.sendBy) !== yearOf(today)
      return t('inTime', { date: formatDateLocative(timing.sendBy, { withYear }) })
    }
    case 'short':
      return t('short', { date: formatDateWithWeekday(timing.lastDay) })
    case 'overdue':
      return t(timing.isPartly ? 'partlyOverdue' : 'overdue')
  }
}

async function claimRows({ claims, isForAnother, payerName }: Transfer) {
  const t = await getTranslations('transfer')
  const lines = await Promise.all(
    claims.map(async (claim) => {
      const what = await claimTitle(claim)
      const words = claims.length > 1 ? t('whatLine', { what, amount: formatKc(remainingHal(claim)) }) : what
      return <li key={claim.assessmentId}>{words}</li>
    }),
  )
  return [
    { term: t('what'), value: <ul>{lines}</ul> },
    ...(isForAnother ? [{ term: t('payer'), value: payerName }] : []),
  ]
}

async function Qr({ transfer, withAdvice }: { transfer: Transfer; withAdvice: boolean }) {
  const t = await getTranslations('transfer')
  if (transfer.spayd === null) return <p className="@3xl:w-60">{t('qrMissing')}</p>
  const symbol = groupSymbol(transfer.variableSymbol)
  const picture = transfer.claims.map((claim) => `predpis=${claim.assessmentId}`).join('&')
  return (
    <figure className="flex flex-col gap-4 @md:flex-row @md:gap-6 @3xl:w-60 @3xl:flex-col">
      <div className="shrink-0">
        <QrCode
          modules={qrModules(transfer.spayd)}
          label={spoken(t('qrLabel', { amount: formatKc(transfer.amountHal), symbol }))}
        />
      </div>
      <figcaption className="space-y-3">
        {withAdvice ? (
          <>
            <p>{t('qrUse')}</p>
            <p data-print="no">{t('qrSamePhone')}</p>
          </>
        ) : null}
        <p data-print="no">
          <LinkButton
            href={`/prevod/obrazek?${picture}`}
            download
            look="secondary"
            icon="download"
            aria-label={t('qrSaveOf', { symbol })}
          >
            {t('qrSave')}
          </LinkButton>
        </p>
      </figcaption>
    </figure>
  )
}
