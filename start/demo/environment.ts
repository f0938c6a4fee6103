import type { DemoSecrets } from '#start/data/secrets'

/** The ports of a demo, one after another from the portal's. */
export function demoPorts(portal: number) {
  return {
    portal,
    citizenIdentity: portal + 1,
    officeIdentity: portal + 2,
    comgate: portal + 3,
    mail: portal + 4,
    smtp: portal + 5,
    csob: portal + 6,
    gopay: portal + 7,
    gpwebpay: portal + 8,
    bank: portal + 9,
  }
}

/** How many ports after the portal's are used too. */
export const portFollowers = Object.keys(demoPorts(0)).length - 1

export const comgateMerchant = '123456'
export const csobMerchant = 'M1MIPS0001'
export const gopayShop = { goid: '8123456789', clientId: '1689337452' }
export const gpwebpayMerchant = '9999999022'
export const gpwebpayProvider = '0880'
/** The city's account at the bank that is played. */
export const cityAccount = '19-2000145399/0800'
export const clientId = 'portal'
const birthNumberKeyId = 'demo'

const local = (port: number) => `http://localhost:${port}`

/** Where people find the portal of a demo. Only the portal itself may encrypt, its outside world does not. */
export const portalAddress = (port: number, isSecure = false): string =>
  isSecure ? `https://localhost:${port}` : local(port)

/** The variables of the portal and of its worker in the demo: the same ones production is told from outside. */
export function demoEnvironment(options: {
  port: number
  isSecure?: boolean
  secrets: DemoSecrets
  applicationUrl: string
}) {
  const { secrets } = options
  const ports = demoPorts(options.port)
  const portalUrl = portalAddress(options.port, options.isSecure)
  return {
    DATABASE_URL: options.applicationUrl,
    PORTAL_URL: portalUrl,
    NEXTAUTH_URL: portalUrl,
    CITIZEN_OIDC_ISSUER: local(ports.citizenIdentity),
    CITIZEN_OIDC_CLIENT_ID: clientId,
    CITIZEN_OIDC_CLIENT_SECRET: secrets.citizenClient,
    OFFICE_OIDC_ISSUER: local(ports.officeIdentity),
    OFFICE_OIDC_CLIENT_ID: clientId,
    OFFICE_OIDC_CLIENT_SECRET: secrets.officeClient,
    COMGATE_URL: local(ports.comgate),
    COMGATE_MERCHANT: comgateMerchant,
    COMGATE_SECRET: secrets.comgate,
    COMGATE_TEST: 'true',
    CSOB_URL: `${local(ports.csob)}/api/v1.9`,
    CSOB_MERCHANT: csobMerchant,
    CSOB_PRIVATE_KEY: secrets.keys.csobMerchant.privateKey,
    CSOB_PUBLIC_KEYS: secrets.keys.csobGateway.publicKey,
    CSOB_TEST: 'true',
    GOPAY_URL: `${local(ports.gopay)}/api`,
    GOPAY_GOID: gopayShop.goid,
    GOPAY_CLIENT_ID: gopayShop.clientId,
    GOPAY_CLIENT_SECRET: secrets.gopay,
    GOPAY_TEST: 'true',
    GPWEBPAY_URL: `${local(ports.gpwebpay)}/pgw/order.do`,
    GPWEBPAY_WS_URL: `${local(ports.gpwebpay)}/pay-ws/v1/PaymentService`,
    GPWEBPAY_MERCHANT: gpwebpayMerchant,
    GPWEBPAY_PROVIDER: gpwebpayProvider,
    GPWEBPAY_PRIVATE_KEY: secrets.keys.gpwebpayMerchant.privateKey,
    GPWEBPAY_PUBLIC_KEYS: secrets.keys.gpwebpayGateway.publicKey,
    GPWEBPAY_TEST: 'true',
    FIO_URL: `${local(ports.bank)}/fio`,
    FIO_TOKENS: `${cityAccount}=${secrets.bank}`,
    SMTP_URL: `smtp://localhost:${ports.smtp}`,
    MAIL_FROM: 'Platební portál <portal@localhost.test>',
    CITIZEN_SESSION_SECRET: secrets.citizenSession,
    OFFICE_SESSION_SECRET: secrets.officeSession,
    BIRTH_NUMBER_LOOKUP_KEY: secrets.birthNumberLookup,
    BIRTH_NUMBER_SEAL_KEY: secrets.birthNumberSeal,
    BIRTH_NUMBER_KEY_ID: birthNumberKeyId,
  }
}
