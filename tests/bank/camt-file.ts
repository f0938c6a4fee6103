/** One invented `Ntry`; `details` are whole `TxDtls` bodies. */
export interface CamtEntryOf {
  amount: string
  direction?: 'CRDT' | 'DBIT'
  status?: string
  booked?: string
  reversal?: string
  details?: string[]
  batch?: string
  reference?: string
  about?: string
  currency?: string
}

export interface CamtStatementOf {
  account?: string
  currency?: string
  opening?: string | null
  closing?: string | null
  /** Whole `Bal` elements besides the two. */
  balances?: string
  summary?: string
  period?: string
  numbers?: string
  entries?: CamtEntryOf[]
}

export type CamtVersion =
  | '02'
  | '03'
  | '04'
  | '05'
  | '06'
  | '07'
  | '08'
  | '09'
  | '10'
  | '11'
  | '12'
  | '13'
  | '14'

const cityIban = 'CZ6508000000192000145399'

export const balance = (code: string, amount: string, date = '<Dt>2026-06-01</Dt>', currency = 'CZK') =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount.replace('-', '')}</Amt>` +
  `<CdtDbtInd>${amount.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt>${date}</Dt></Bal>`

/** Versions from .08 on write the status as a code. */
const isNew = (version: CamtVersion) => version >= '08'

export function camtEntry(entry: CamtEntryOf, version: CamtVersion = '02'): string {
  const {
    amount,
    direction = 'CRDT',
    status = 'BOOK',
    booked = '<Dt>2026-06-02</Dt>',
    currency = 'CZK',
  } = entry
  const details = entry.details?.map((one) => `<TxDtls>${one}</TxDtls>`).join('') ?? ''
  return [
    '<Ntry>',
    `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`,
    entry.reversal ? `<RvslInd>${entry.reversal}</RvslInd>` : '',
    status === '' ? '' : `<Sts>${isNew(version) ? `<Cd>${status}</Cd>` : status}</Sts>`,
    booked === '' ? '' : `<BookgDt>${booked}</BookgDt>`,
    entry.reference ? `<AcctSvcrRef>${entry.reference}</AcctSvcrRef>` : '',
    '<BkTxCd><Prtry><Cd>10000107000</Cd><Issr>CBA</Issr></Prtry></BkTxCd>',
    details || entry.batch ? `<NtryDtls>${entry.batch ?? ''}${details}</NtryDtls>` : '',
    entry.about ? `<AddtlNtryInf>${entry.about}</AddtlNtryInf>` : '',
    '</Ntry>',
  ].join('')
}

function camtStatement(statement: CamtStatementOf, version: CamtVersion = '02'): string {
  const {
    account = `<IBAN>${cityIban}</IBAN>`,
    currency = '<Ccy>CZK</Ccy>',
    opening = '0',
    closing,
  } = statement
  return [
    '<Stmt>',
    statement.numbers ?? '<Id>V-2026-7</Id><ElctrncSeqNb>7</ElctrncSeqNb>',
    statement.period ?? '',
    `<Acct><Id>${account}</Id>${currency}</Acct>`,
    opening === null ? '' : balance('OPBD', opening),
    closing === null ? '' : balance('CLBD', closing ?? '0', '<Dt>2026-06-02</Dt>'),
    statement.balances ?? '',
    statement.summary ?? '',
    ...(statement.entries ?? []).map((one) => camtEntry(one, version)),
    '</Stmt>',
  ].join('\n')
}

/** A whole message, as a bank would send it. */
export function camtFile(
  statements: CamtStatementOf[],
  {
    version = '02',
    prefix = '',
    encoding = 'UTF-8',
  }: { version?: CamtVersion; prefix?: string; encoding?: string } = {},
): string {
  const body = statements.map((one) => camtStatement(one, version)).join('\n')
  const namespace = `xmlns${prefix && `:${prefix}`}="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"`
  const message = `<Document><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>\n${body}\n</BkToCstmrStmt></Document>`
  const prefixed = prefix ? message.replace(/<(\/?)(?=[A-Za-z])/g, `<$1${prefix}:`) : message
  const document = prefixed.replace(/Document>/, `Document ${namespace}>`)
  return `<?xml version="1.0" encoding="${encoding}"?>\n${document}\n`
}
