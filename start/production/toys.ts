import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Environment } from '#lib/core/env'

type Source = Readonly<Record<string, string | undefined>>

/** What each secret is for; none may serve two. */
const secrets = [
  'CITIZEN_SESSION_SECRET',
  'OFFICE_SESSION_SECRET',
  'BIRTH_NUMBER_LOOKUP_KEY',
  'BIRTH_NUMBER_SEAL_KEY',
  'CITIZEN_OIDC_CLIENT_SECRET',
  'OFFICE_OIDC_CLIENT_SECRET',
  'COMGATE_SECRET',
  'GOPAY_CLIENT_SECRET',
]
/** Those that we make ourselves; the others are given to us as they are. */
const made = new Set(secrets.slice(0, 4))

const remedy = 'make it by: openssl rand -base64 32'
const testRemedy = 'set TEST_INSTALLATION=true where this is a test installation'

/** Words by which examples, demonstrations and hurried hands write a secret. */
const exampleWords =
  /change.?me|replace.?me|example|passw|heslo|tajn[eé]|secret|default|placeholder|^(demo|test|portal)|insert.?here|your.?(key|token)|qwert|12345|abcde/i

/** Where gateways keep what is for trying them. */
const testHosts = /(^|[.-])(test|sandbox|gw\.sandbox|iapi|demo)\b/i

/**
 * What is told to a portal for people and is good for playing only: guessable secrets, one secret for two purposes, gateways
 * that move no money. Each is an English sentence that names a variable and the remedy, and never shows a value.
 */
export function toys(source: Source, environment: Environment): string[] {
  return [
    ...secrets.flatMap((name) => guessable(name, source[name])),
    ...shared(source),
    ...sharedKeys(environment),
    ...(environment.TEST_INSTALLATION ? [] : testWorld(source, environment)),
  ]
}

function guessable(name: string, value: string | undefined): string[] {
  const text = value?.trim()
  if (!text) return []
  const isDecoded = made.has(name) && looksLikeText(text)
  // Sixty-four random digits may well hold 12345.
  const isHex = /^[0-9a-f]{32,}$/i.test(text)
  if (!isHex && exampleWords.test(text)) return [`${name} is made of words that everybody tries; ${remedy}.`]
  const isPoor = new Set(text).size < (made.has(name) ? 10 : 5) || isRepeated(text) || isRow(text)
  return isPoor || isDecoded ? [`${name} can be guessed: its characters are not random; ${remedy}.`] : []
}

/** The same few characters again and again. */
const isRepeated = (text: string): boolean => /^(.{1,16}?)\1+.{0,15}$/s.test(text)

/** Characters one after another, up or down: random ones follow one another now and then only. */
function isRow(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const next = codes.filter((code, index) => index > 0 && Math.abs(code - (codes[index - 1] ?? 0)) <= 1)
  return codes.length > 4 && next.length * 2 > codes.length
}

/** Base64 or hexadecimal digits of something that can be read: 32 random bytes never can. */
function looksLikeText(text: string): boolean {
  const bytes = /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  return bytes.length >= 16 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
}

/** However it is written, one secret stays one. */
function shared(source: Source): string[] {
  const known = new Map<string, string>()
  const faults: string[] = []
  for (const name of secrets) {
    const text = source[name]?.trim()
    if (!text) continue
    const isHex = /^([0-9a-f]{2}){16,}$/i.test(text)
    const mark = isHex ? Buffer.from(text, 'hex').toString('base64') : text
    const other = known.get(mark.replace(/=+$/, ''))
    if (other) faults.push(`${name} is the same as ${other}; each purpose needs its own, ${remedy}.`)
    else known.set(mark.replace(/=+$/, ''), name)
  }
  return faults
}

/** A key that signs for one gateway must not sign for another: what one may ask to be signed, the other would believe. */
function sharedKeys({ gateways }: Environment): string[] {
  const { csob, gpwebpay } = gateways
  if (!csob || !gpwebpay) return []
  const publicHalf = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'pem' })
  return publicHalf(csob.privateKey) === publicHalf(gpwebpay.privateKey)
    ? ['GPWEBPAY_PRIVATE_KEY is the same as CSOB_PRIVATE_KEY; make a key of its own for each gateway.']
    : []
}

function testWorld(source: Source, environment: Environment): string[] {
  const { protocol, hostname } = new URL(environment.PORTAL_URL)
  // A portal of this machine serves nobody else.
  if (protocol !== 'https:' || hostname === 'localhost' || hostname === '127.0.0.1') return []
  const outside = [
    'CITIZEN_OIDC_ISSUER',
    'OFFICE_OIDC_ISSUER',
    ...(source.FIO_TOKENS?.trim() ? ['FIO_URL'] : []),
  ]
  const open = outside.filter((name) => source[name]?.trim().startsWith('http:'))
  const names = Object.entries(environment.gateways).filter(([, settings]) => settings)
  const ofGateways = names.flatMap(([gateway, settings]) => {
    const name = gateway.toUpperCase()
    const faults: string[] = []
    if (settings?.isTest) {
      faults.push(
        `${name}_TEST is true: people would pay and no money would come; set it to false, or ${testRemedy}.`,
      )
    }
    for (const [variable, address] of Object.entries(source)) {
      if (!variable.startsWith(`${name}_`) || !variable.endsWith('URL') || !address?.trim()) continue
      const { protocol: way, hostname: host } = new URL(address)
      if (way === 'http:')
        faults.push(`${variable} is not encrypted; use its https address, or ${testRemedy}.`)
      else if (!settings?.isTest && testHosts.test(host)) {
        faults.push(`${variable} is an address for trying the gateway; use the real one, or ${testRemedy}.`)
      }
    }
    return faults
  })
  return [
    ...open.map((name) => `${name} is not encrypted; use its https address, or ${testRemedy}.`),
    ...ofGateways,
  ]
}
