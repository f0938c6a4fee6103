import { z } from 'zod'
import { type GatewaySettings, gatewayGroups } from './env-gateways.ts'
import { loginVariables } from './env-login.ts'
import { hasScheme, webAddress } from './env-values.ts'
import { fail, ok, type Result } from './result.ts'

type Source = Readonly<Record<string, string | undefined>>

const portalAddress = webAddress
  .refine((text) => !URL.canParse(text) || `${new URL(text).origin}/` === new URL(text).href, {
    error: 'must have no path, query or user name',
  })
  .transform((text) => new URL(text).origin)
const databaseAddress = z.string().refine((text) => hasScheme(text, ['postgres:', 'postgresql:']), {
  error: 'must be an address beginning with postgres:// or postgresql://',
})
const mailServer = z.string().refine((text) => hasScheme(text, ['smtp:', 'smtps:']), {
  error: 'must be an address beginning with smtp:// or smtps://',
})
const mailSender = z.string().regex(/^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, {
  error: 'must be an e-mail address, alone or as "Name <address>"',
})
const sessionSecret = z.string().min(32, { error: 'must have at least 32 characters' })
const key = z.string().transform((text, context) => {
  const bytes = keyBytes(text)
  if (bytes) return bytes
  context.addIssue('must be 32 bytes written in base64 or as 64 hexadecimal digits')
  return z.NEVER
})
const securityContact = z
  .string()
  .regex(/^(https:\/\/\S+|[^\s<>@]+@[^\s<>@]+)$/, { error: 'must be an e-mail or https address' })
  .transform((address) => (address.startsWith('https:') ? address : `mailto:${address}`))
const logLevels = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'must be one of fatal, error, warn, info, debug, trace, silent',
})
const accountTokens = z.string().transform((text, context) => {
  const pairs = text.split(',').map((pair) => pair.trim().split('='))
  const read = pairs.map(([account = '', token = '']) => ({ account, token }))
  const isFine = (one: { account: string; token: string }) =>
    /^(\d{1,6}-)?\d{2,10}\/\d{4}$/.test(one.account) && /^\w{16,128}$/.test(one.token)
  if (pairs.every((pair) => pair.length === 2) && read.every(isFine)) return read
  context.addIssue('must be pairs ACCOUNT/BANK=TOKEN, separated by commas')
  return z.NEVER
})
/** Everything but the gateways. The descriptions, and those of the gateways, are what `.env.example` says. */
export const environmentSchema = z.object({
  DATABASE_URL: databaseAddress.describe("the database as the application's role, which owns no table"),
  DATABASE_OWNER_URL: databaseAddress
    .optional()
    .describe('the same database as the role that owns the tables, for migrations only'),
  PORTAL_URL: portalAddress.describe(
    'where people find the portal: https:// and the name, nothing behind it',
  ),
  ...loginVariables('CITIZEN', "the citizens'"),
  ...loginVariables('OFFICE', "the office's"),
  SMTP_URL: mailServer.describe('the mail server: smtp:// or smtps://, user, password, host, port'),
  MAIL_FROM: mailSender.describe('who e-mails are from: an address, or "Name <address>"'),
  CITIZEN_SESSION_SECRET: sessionSecret.describe(
    "seals the citizens' logins; 32 characters or more, kept secret",
  ),
  OFFICE_SESSION_SECRET: sessionSecret.describe(
    "seals the office's logins; 32 characters or more, not those of the citizens",
  ),
  BIRTH_NUMBER_LOOKUP_KEY: key.describe(
    'finds sealed birth numbers; 32 bytes in base64 or hexadecimal digits',
  ),
  BIRTH_NUMBER_SEAL_KEY: key.describe('seals birth numbers; 32 bytes, other ones; without it they are lost'),
  BIRTH_NUMBER_KEY_ID: z
    .string()
    .regex(/^[\w-]{1,32}$/, { error: 'must be a short name of letters, digits, - and _' })
    .default('k1')
    .describe('a short name of these two keys, stored beside what they sealed'),
  STATEMENT_INBOX: z
    .string()
    .startsWith('/', { error: 'must be an absolute path' })
    .optional()
    .describe('a folder whose bank statements are taken in by themselves; an absolute path'),
  FIO_URL: webAddress
    .default('https://fioapi.fio.cz/v1/rest')
    .describe("where the Fio API answers; another bank's server may speak it too"),
  FIO_TOKENS: accountTokens
    .default([])
    .describe(
      'accounts whose statements are fetched over the Fio API: ACCOUNT/BANK=TOKEN, divided by commas',
    ),
  SECURITY_CONTACT: securityContact
    .optional()
    .describe(
      "who is told of a security fault, in security.txt: an e-mail or https address, else the city's e-mail",
    ),
  TEST_INSTALLATION: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((word) => word === 'true')
    .describe(
      'true lets a portal with an https address use gateways for trying: nobody pays here in earnest',
    ),
  LOG_LEVEL: logLevels
    .default('info')
    .describe('how much is logged: fatal, error, warn, info, debug, trace or silent'),
})

/** What migrations need. */
export const ownerSchema = z.object({ DATABASE_OWNER_URL: databaseAddress })

/** What the processes are told by their surroundings, checked and converted. */
export type Environment = Readonly<z.infer<typeof environmentSchema>> & {
  /** The gateways whose variables are filled in; at least one. */
  readonly gateways: Partial<GatewaySettings>
}

// A bundler may load this module twice; a registered symbol keeps one environment for all copies.
const cacheKey = Symbol.for('platebni-portal.environment')
const shared = globalThis as { [cacheKey]?: Environment | null }

/** The environment, read on first use; throws an Error naming every variable that is missing or malformed. */
export function env(): Environment {
  shared[cacheKey] ??= required(validateEnvironment(process.env))
  return shared[cacheKey]
}

/**
 * Gives a test its own environment; `null` reads the real one again at the next use.
 * @internal
 */
export function setEnvironment(environment: Environment | null): void {
  shared[cacheKey] = environment
}

/** What migrations need and nothing else; throws an Error like `env`. */
export function ownerEnvironment(source: Source = process.env): { readonly DATABASE_OWNER_URL: string } {
  return required(check(ownerSchema, source))
}

/** How much to log, known even where the rest of the environment is wrong. */
export function logLevel(source: Source = process.env): Environment['LOG_LEVEL'] {
  const level = logLevels.safeParse(source.LOG_LEVEL)
  return level.success ? level.data : 'info'
}

/** Whether this process keeps its output for what it was asked, so that its log goes to the other stream. */
export const logsToErrors = (source: Source = process.env): boolean => source.LOG_TO === 'stderr'

/** Checks all variables at once. Each error is an English sentence that names a variable and never shows its value. */
export function validateEnvironment(source: Source): Result<Environment, string[]> {
  const checked = check(environmentSchema, source)
  const gateways = checkGateways(source)
  const alike = likeSecrets(source)
  if (checked.ok && gateways.ok && alike.length === 0)
    return ok({ ...checked.value, gateways: gateways.value })
  return fail([...(checked.ok ? [] : checked.error), ...(gateways.ok ? [] : gateways.error), ...alike])
}

/** A gateway none of whose variables is filled in is simply not used; a half of one is an oversight. */
function checkGateways(source: Source): Result<Partial<GatewaySettings>, string[]> {
  const settings: Record<string, unknown> = {}
  const faults: string[] = []
  const names = Object.keys(gatewayGroups) as (keyof typeof gatewayGroups)[]
  const isMeant = (name: string) =>
    Object.entries(source).some(([key, value]) => key.startsWith(`${name.toUpperCase()}_`) && value?.trim())
  const meant = names.filter(isMeant)
  for (const name of meant) {
    const checked = check(gatewayGroups[name], source)
    if (checked.ok) settings[name] = checked.value
    else faults.push(...checked.error)
  }
  if (meant.length === 0) {
    const groups = names.map((name) => `${name.toUpperCase()}_…`).join(', ')
    faults.push(`No payment gateway is described; fill in the variables of one of ${groups}.`)
  }
  return faults.length > 0 ? fail(faults) : ok(settings as Partial<GatewaySettings>)
}

function check<S extends z.ZodType>(shape: S, source: Source): Result<z.infer<S>, string[]> {
  // An empty line in an .env file means that nobody filled it in.
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()))
  const parsed = shape.safeParse(filled)
  if (parsed.success) return ok(parsed.data)
  const sentences = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.')
    return name in filled ? `${name} ${issue.message}.` : `${name} is missing.`
  })
  return fail(sentences)
}

function likeSecrets(source: Source): string[] {
  const { CITIZEN_SESSION_SECRET: citizen, OFFICE_SESSION_SECRET: office } = source
  const lookup = keyBytes(source.BIRTH_NUMBER_LOOKUP_KEY ?? '')
  const seal = keyBytes(source.BIRTH_NUMBER_SEAL_KEY ?? '')
  const sentences: string[] = []
  if (citizen && citizen === office)
    sentences.push('CITIZEN_SESSION_SECRET and OFFICE_SESSION_SECRET must differ.')
  if (lookup && seal?.equals(lookup))
    sentences.push('BIRTH_NUMBER_LOOKUP_KEY and BIRTH_NUMBER_SEAL_KEY must differ.')
  return sentences
}

function required<T>(checked: Result<T, string[]>): T {
  if (checked.ok) return checked.value
  throw new Error(`The environment is not complete:\n${checked.error.map((line) => `- ${line}`).join('\n')}`)
}

function keyBytes(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  return null
}
