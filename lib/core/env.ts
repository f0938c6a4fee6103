import { z } from 'zod'
import { fail, ok, type Result } from '#lib/core/result'

type Source = Readonly<Record<string, string | undefined>>

const webAddress = z.string().refine(isSafeWebAddress, {
  error: 'must be an https address (http only on localhost or 127.0.0.1)',
})
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
const text = z.string()
const sessionSecret = z.string().min(32, { error: 'must have at least 32 characters' })
const key = z.string().transform((text, context) => {
  const bytes = keyBytes(text)
  if (bytes) return bytes
  context.addIssue('must be 32 bytes written in base64 or as 64 hexadecimal digits')
  return z.NEVER
})
const logLevels = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'must be one of fatal, error, warn, info, debug, trace, silent',
})
const milliseconds = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, { error: 'must be a whole number of milliseconds between 1 and 9999999' })
  .transform(Number)

const schema = z.object({
  /** The application's role, which owns no table. */
  DATABASE_URL: databaseAddress,
  /** The role that owns the tables; the web process does without it. */
  DATABASE_OWNER_URL: databaseAddress.optional(),
  /** Where people find the portal: an origin without the closing slash. */
  PORTAL_URL: portalAddress,
  CITIZEN_OIDC_ISSUER: webAddress,
  CITIZEN_OIDC_CLIENT_ID: text,
  CITIZEN_OIDC_CLIENT_SECRET: text,
  OFFICE_OIDC_ISSUER: webAddress,
  OFFICE_OIDC_CLIENT_ID: text,
  OFFICE_OIDC_CLIENT_SECRET: text,
  /** Without the closing slash. */
  COMGATE_URL: webAddress.transform((address) => address.replace(/\/+$/, '')),
  COMGATE_MERCHANT: text,
  COMGATE_SECRET: text,
  COMGATE_TEST: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((flag) => flag === 'true'),
  COMGATE_API: z.enum(['2.0', '1.0'], { error: 'must be 2.0 or 1.0' }).default('2.0'),
  COMGATE_TIMEOUT_MS: milliseconds.default(10_000),
  SMTP_URL: mailServer,
  MAIL_FROM: mailSender,
  CITIZEN_SESSION_SECRET: sessionSecret,
  OFFICE_SESSION_SECRET: sessionSecret,
  BIRTH_NUMBER_LOOKUP_KEY: key,
  BIRTH_NUMBER_SEAL_KEY: key,
  BIRTH_NUMBER_KEY_ID: z
    .string()
    .regex(/^[\w-]{1,32}$/, { error: 'must be a short name of letters, digits, - and _' })
    .default('k1'),
  LOG_LEVEL: logLevels.default('info'),
})

const ownerSchema = z.object({ DATABASE_OWNER_URL: databaseAddress })

/** What the processes are told by their surroundings, checked and converted. */
export type Environment = Readonly<z.infer<typeof schema>>

// A bundler may load this module twice; a registered symbol keeps one environment for all copies.
const cacheKey = Symbol.for('platebni-portal.environment')
const shared = globalThis as { [cacheKey]?: Environment | null }

/** The environment, read on first use; throws an Error naming every variable that is missing or malformed. */
export function env(): Environment {
  shared[cacheKey] ??= required(validateEnvironment(process.env))
  return shared[cacheKey]
}

/** Gives a test its own environment; `null` reads the real one again at the next use. */
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

/** Checks all variables at once. Each error is an English sentence that names a variable and never shows its value. */
export function validateEnvironment(source: Source): Result<Environment, string[]> {
  const checked = check(schema, source)
  const alike = likeSecrets(source)
  if (checked.ok && alike.length === 0) return checked
  return fail([...(checked.ok ? [] : checked.error), ...alike])
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

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol)
}

function isSafeWebAddress(text: string): boolean {
  if (!hasScheme(text, ['http:', 'https:'])) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1'
}

function keyBytes(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  return null
}
