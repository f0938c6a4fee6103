import { z } from 'zod'
import { webAddress } from './env-values.ts'

const yesOrNo = (preset: 'true' | 'false') =>
  z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default(preset)
    .transform((text) => text === 'true')

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean)

const scopes = z
  .string()
  .default('openid profile email')
  .refine((text) => words(text).includes('openid'), { error: 'must contain openid' })
  .transform((text) => words(text).join(' '))

/** Whole origins only: a wildcard, a bare scheme or a path would open more, or less, than it says. */
const hosts = z
  .string()
  .default('')
  .transform((text, context) => {
    const given = words(text)
    const isOrigin = (one: string) =>
      webAddress.safeParse(one).success &&
      !one.includes('*') &&
      `${new URL(one).origin}/` === new URL(one).href
    if (given.every(isOrigin)) return given.map((one) => new URL(one).origin)
    context.addIssue(
      'must be https:// addresses of hosts without path and without *, divided by commas (http only on localhost)',
    )
    return z.NEVER
  })

/** What the portal reads about a person and a provider may call otherwise; `sub` has no other name. */
export const renamableClaims = [
  'given_name',
  'family_name',
  'name',
  'birthdate',
  'email',
  'payer_id',
  'roles',
] as const
export type RenamableClaim = (typeof renamableClaims)[number]

const claimNames = z
  .string()
  .default('')
  .transform((text, context) => {
    const pairs = words(text).map((pair) => pair.split('='))
    const isPair = ([ours, theirs, ...rest]: string[]) =>
      renamableClaims.some((claim) => claim === ours) && Boolean(theirs) && rest.length === 0
    if (pairs.every(isPair)) return Object.fromEntries(pairs) as Partial<Record<RenamableClaim, string>>
    context.addIssue(
      `must be pairs OURS=THEIRS divided by commas, where OURS is one of ${renamableClaims.join(', ')}`,
    )
    return z.NEVER
  })

/** How one realm signs people in. */
const settings = {
  ISSUER: webAddress,
  CLIENT_ID: z.string(),
  CLIENT_SECRET: z.string(),
  SCOPES: scopes,
  CLAIMS: claimNames,
  TOKEN_AUTH: z
    .enum(['client_secret_basic', 'client_secret_post'], {
      error: 'must be client_secret_basic or client_secret_post',
    })
    .optional(),
  PKCE: yesOrNo('true'),
  LOGIN_HOSTS: hosts,
  AUDIENCES: z.string().default('').transform(words),
  LOGOUT_WITHOUT_EXP: yesOrNo('false'),
}
type Settings = typeof settings
type Named<P extends string> = { [K in keyof Settings as `${P}_OIDC_${K}`]: Settings[K] }

const descriptions = (whose: string): Record<keyof Settings, string> => ({
  ISSUER: `${whose} OpenID provider, its issuer`,
  CLIENT_ID: `the name under which ${whose} provider knows the portal`,
  CLIENT_SECRET: `the portal's password at ${whose} provider; best hexadecimal digits, some providers misread + / =`,
  SCOPES: `what ${whose} provider is asked for, openid among it`,
  CLAIMS: `what ${whose} provider calls otherwise: OURS=THEIRS pairs, e.g. family_name=surname,roles=realm_access.roles`,
  TOKEN_AUTH: `how the password is told to ${whose} provider: client_secret_basic or client_secret_post; else as it says`,
  PKCE: `whether ${whose} login carries PKCE; false only for a provider that refuses it`,
  LOGIN_HOSTS: `further addresses ${whose} login and logout lead through, e.g. https://login.example, divided by commas`,
  AUDIENCES: `further audiences ${whose} provider writes into its tokens and that are trusted, divided by commas`,
  LOGOUT_WITHOUT_EXP: `whether a logout message of ${whose} provider is taken without an end of its validity`,
})

/** The variables of one realm's login, each described; `whose` stands in the descriptions. */
export function loginVariables<P extends string>(prefix: P, whose: string): Named<P> {
  const told = descriptions(whose)
  return Object.fromEntries(
    Object.entries(settings).map(([name, field]) => [
      `${prefix}_OIDC_${name}`,
      field.describe(told[name as keyof Settings]),
    ]),
  ) as Named<P>
}
