import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { milliseconds, webAddress } from './env-values.ts'

const text = z.string()
const merchant = text.describe('the name under which the gateway knows the city')
const baseAddress = webAddress.transform((address) => address.replace(/\/+$/, ''))
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((word) => word === 'true')
  .describe('true for a test shop, false for the real one: a payment of the other sort is never settled')
const timeoutMs = milliseconds
  .default(10_000)
  .describe('how many milliseconds an answer of the gateway is waited for')
const digits = (least: number, most: number) =>
  z.string().regex(new RegExp(`^\\d{${least},${most}}$`), {
    error: least === most ? `must have ${least} digits` : `must have ${least} to ${most} digits`,
  })

const pemBlock = /-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g

/** PEM blocks written in the variable itself (`\n` may stand for a line break) or in the files it names. */
function pemBlocks(value: string): string[] {
  const written = value.includes('-----BEGIN')
    ? value.replaceAll('\\n', '\n')
    : value
        .split(',')
        .map((path) => readFileSync(path.trim(), 'utf8'))
        .join('\n')
  return written.match(pemBlock) ?? []
}

const publicKeys = z.string().transform((value, context): KeyObject[] => {
  try {
    const blocks = pemBlocks(value)
    // Node would quietly take the public half out of a private key, which has no business here.
    const keys = blocks.every((pem) => !pem.includes('PRIVATE'))
      ? blocks.map((pem) => createPublicKey(pem))
      : []
    if (keys.length === 1 || keys.length === 2) return keys
  } catch {
    // Said below, without the value.
  }
  context.addIssue('must be one or two public keys in PEM, or paths of files with them divided by a comma')
  return z.NEVER
})

const publicKeysMeaning =
  "the gateway's key, or two while it changes: PEM, or paths of files divided by a comma"
const privateKeyFault = 'must be a private key in PEM, or the path of a file with one'

function privateKey(value: string, passphrase?: string): KeyObject | null {
  try {
    const [pem, ...rest] = pemBlocks(value)
    if (!pem || rest.length > 0) return null
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase })
  } catch {
    return null
  }
}

const comgate = z
  .object({
    COMGATE_URL: baseAddress.describe('the base address, without the version'),
    COMGATE_MERCHANT: merchant,
    COMGATE_SECRET: text.describe('the password of the shop'),
    COMGATE_TEST: flag,
    COMGATE_API: z
      .enum(['2.0', '1.0'], { error: 'must be 2.0 or 1.0' })
      .default('2.0')
      .describe('the version of the protocol, 2.0 or 1.0'),
    COMGATE_TIMEOUT_MS: timeoutMs,
  })
  .transform((read) => ({
    url: read.COMGATE_URL,
    merchant: read.COMGATE_MERCHANT,
    secret: read.COMGATE_SECRET,
    isTest: read.COMGATE_TEST,
    api: read.COMGATE_API,
    timeoutMs: read.COMGATE_TIMEOUT_MS,
  }))

const csob = z
  .object({
    CSOB_URL: baseAddress.describe('the address with the version: https://…/api/v1.9'),
    CSOB_MERCHANT: merchant,
    CSOB_PRIVATE_KEY: text
      .transform((value, context) => {
        const key = privateKey(value)
        if (key) return key
        context.addIssue(privateKeyFault)
        return z.NEVER
      })
      .describe("the city's key: PEM, or the path of its file"),
    CSOB_PUBLIC_KEYS: publicKeys.describe(publicKeysMeaning),
    CSOB_TEST: flag,
    CSOB_TIMEOUT_MS: timeoutMs,
  })
  .transform((read) => ({
    url: read.CSOB_URL,
    merchant: read.CSOB_MERCHANT,
    privateKey: read.CSOB_PRIVATE_KEY,
    publicKeys: read.CSOB_PUBLIC_KEYS,
    isTest: read.CSOB_TEST,
    timeoutMs: read.CSOB_TIMEOUT_MS,
  }))

const gopay = z
  .object({
    GOPAY_URL: baseAddress.describe('the address with the closing /api: https://…/api'),
    GOPAY_GOID: digits(1, 20).describe('the number of the shop'),
    GOPAY_CLIENT_ID: text.describe('the name under which the gateway knows the portal'),
    GOPAY_CLIENT_SECRET: text.describe("the portal's password at the gateway"),
    GOPAY_TEST: flag,
    GOPAY_TIMEOUT_MS: timeoutMs,
  })
  .transform((read) => ({
    url: read.GOPAY_URL,
    goid: read.GOPAY_GOID,
    clientId: read.GOPAY_CLIENT_ID,
    clientSecret: read.GOPAY_CLIENT_SECRET,
    isTest: read.GOPAY_TEST,
    timeoutMs: read.GOPAY_TIMEOUT_MS,
  }))

const gpwebpay = z
  .object({
    GPWEBPAY_URL: baseAddress.describe('the order page that payers open'),
    GPWEBPAY_WS_URL: baseAddress.describe('the web service asked about states'),
    GPWEBPAY_MERCHANT: digits(1, 10).describe('the number of the merchant'),
    GPWEBPAY_PROVIDER: digits(4, 4).describe('the four digits of the bank'),
    GPWEBPAY_ORDER_PREFIX: z
      .string()
      .regex(/^[1-9]\d{0,4}$/, { error: 'must have 1 to 5 digits and not begin with 0' })
      .default('')
      .describe('1 to 5 digits before the numbers of orders, where other installations share the merchant'),
    GPWEBPAY_PRIVATE_KEY: text.describe("the city's key: PEM, or the path of its file"),
    GPWEBPAY_PRIVATE_KEY_PASSWORD: text.optional().describe('the password of that key, if it is locked'),
    GPWEBPAY_PUBLIC_KEYS: publicKeys.describe(publicKeysMeaning),
    GPWEBPAY_HASH: z
      .enum(['SHA1', 'SHA256'], { error: 'must be SHA1 or SHA256' })
      .default('SHA1')
      .describe('the digest under the signatures, SHA1 or SHA256, as the bank says'),
    GPWEBPAY_TEST: flag,
    GPWEBPAY_TIMEOUT_MS: timeoutMs,
  })
  .transform((read, context) => {
    const key = privateKey(read.GPWEBPAY_PRIVATE_KEY, read.GPWEBPAY_PRIVATE_KEY_PASSWORD)
    if (!key) {
      const message = `${privateKeyFault}; a locked one needs GPWEBPAY_PRIVATE_KEY_PASSWORD`
      context.addIssue({ code: 'custom', path: ['GPWEBPAY_PRIVATE_KEY'], message })
      return z.NEVER
    }
    return {
      url: read.GPWEBPAY_URL,
      webServiceUrl: read.GPWEBPAY_WS_URL,
      merchant: read.GPWEBPAY_MERCHANT,
      provider: read.GPWEBPAY_PROVIDER,
      orderPrefix: read.GPWEBPAY_ORDER_PREFIX,
      privateKey: key,
      publicKeys: read.GPWEBPAY_PUBLIC_KEYS,
      hash: read.GPWEBPAY_HASH,
      isTest: read.GPWEBPAY_TEST,
      timeoutMs: read.GPWEBPAY_TIMEOUT_MS,
    }
  })

/** Each gateway's variables, all beginning with its name; a group with any of them filled in must be whole. */
export const gatewayGroups = { comgate, csob, gopay, gpwebpay }

/** How each gateway is reached, as its adapter takes it. */
export type GatewaySettings = {
  readonly [Name in keyof typeof gatewayGroups]: Readonly<z.infer<(typeof gatewayGroups)[Name]>>
}
