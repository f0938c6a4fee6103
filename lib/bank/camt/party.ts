import { readWrittenAccount, type WrittenAccount } from '#lib/bank/account'
import { cleanText } from '#lib/bank/clean-text'
import { nodeAt, textAt, type XmlNode } from './xml-node.ts'

/** Who stands on the other side of a payment. */
export interface Party {
  account: WrittenAccount | null
  name: string | null
}

/**
 * The account (`Id/IBAN`, `Id/Othr/Id`) in an element such as `Acct`, `DbtrAcct` or `CdtrAcct`, with the bank beside
 * it.
 */
export function accountIn(node: XmlNode | null, bank: XmlNode | null): WrittenAccount | null {
  const written = textAt(node, 'Id/IBAN', 'Id/Othr/Id')
  return written === null ? null : readWrittenAccount(written, bankCodeIn(bank))
}

/**
 * The other side (camt.053 TxDtls/RltdPties): the debtor of money that came in, the creditor of money that went out;
 * never ourselves.
 */
export function counterPartyOf(details: XmlNode, direction: 1n | -1n, ownAccount: string): Party {
  const roles = direction === 1n ? ['Dbtr', 'Cdtr'] : ['Cdtr', 'Dbtr']
  const parties = roles.map((role) => partyOf(details, role))
  const other = parties.find(({ account }) => account !== null && account.text !== ownAccount)
  return other ?? { account: null, name: parties[0]?.name ?? null }
}

function partyOf(details: XmlNode, role: string): Party {
  const parties = nodeAt(details, 'RltdPties')
  const name = textAt(
    parties,
    `${role}/Nm`,
    `${role}/Pty/Nm`,
    `${role}Acct/Nm`,
    `Ultmt${role}/Nm`,
    `Ultmt${role}/Pty/Nm`,
  )
  const account = accountIn(nodeAt(parties, `${role}Acct`), nodeAt(details, `RltdAgts/${role}Agt`))
  return { account, name: cleanText(name) }
}

function bankCodeIn(agent: XmlNode | null): string | null {
  const written = textAt(agent, 'FinInstnId/Othr/Id', 'FinInstnId/ClrSysMmbId/MmbId')
  return written && /^\d{4}$/.test(written) ? written : null
}
