import { getTranslations } from 'next-intl/server'
import { CopyButton } from '#components/ui/copy-button'
import { formatCsvAmount, formatKc } from '#lib/core/money'
import type { TransferTarget } from '#lib/fee/transfer-targets.queries'
import { formatIban } from '#lib/identifiers/bank-account'
import { groupSymbol } from '#lib/identifiers/symbols'
import type { Transfer } from '#lib/payment/transfer.rules'

type Word = 'Account' | 'Iban' | 'Amount' | 'VariableSymbol' | 'SpecificSymbol' | 'ConstantSymbol' | 'Message'

/** A button that copies one value of a transfer: as a bank's form takes it, without grouping. */
async function copy(value: string, what: Word) {
  const t = await getTranslations('transfer')
  const common = await getTranslations('common')
  return (
    <CopyButton
      value={value}
      label={common('copy')}
      fullLabel={t(`copy${what}`)}
      copiedLabel={common('copied')}
    />
  )
}

/** The rows of a definition list with the city's account, in the Czech form and as IBAN. */
export async function accountRows({ accountNumber, iban }: Pick<TransferTarget, 'accountNumber' | 'iban'>) {
  const t = await getTranslations('transfer')
  return [
    { term: t('account'), value: accountNumber, action: await copy(accountNumber, 'Account') },
    // On a narrow screen a line may break between the groups, never inside one.
    { term: t('iban'), value: formatIban(iban).replaceAll('\u00a0', ' '), action: await copy(iban, 'Iban') },
  ]
}

/** All rows of a transfer, in the order in which a bank's form asks for them. */
export async function transferRows(transfer: Transfer) {
  const t = await getTranslations('transfer')
  const { amountHal, variableSymbol, specificSymbol, constantSymbol, message } = transfer
  const amount = { value: formatKc(amountHal), action: await copy(formatCsvAmount(amountHal), 'Amount') }
  const symbol = async (what: 'variable' | 'specific' | 'constant', digits: string | null, word: Word) =>
    digits ? [{ term: t(`${what}Symbol`), value: groupSymbol(digits), action: await copy(digits, word) }] : []
  return [
    ...(await accountRows(transfer)),
    { term: t('amount'), ...amount },
    ...(await symbol('variable', variableSymbol, 'VariableSymbol')),
    ...(await symbol('specific', specificSymbol, 'SpecificSymbol')),
    ...(await symbol('constant', constantSymbol, 'ConstantSymbol')),
    ...(message ? [{ term: t('message'), value: message, action: await copy(message, 'Message') }] : []),
  ]
}
