import type { Permission } from './permissions.ts'

declare const madeByGate: unique symbol
interface Made {
  /** Only the gates make actors; the house test keeps everybody else from calling the makers below. */
  readonly [madeByGate]: true
}

/** A person signed in through the citizen realm. */
export interface Citizen extends Made {
  readonly kind: 'citizen'
  readonly identityId: string
  readonly sessionId: string
  /** The payer this identity is paired with, if any yet. */
  readonly payerId: string | null
  readonly givenName: string | null
  readonly familyName: string | null
  readonly email: string | null
}

/** A person of the office signed in through the office realm. */
export interface Officer extends Made {
  readonly kind: 'officer'
  readonly identityId: string
  readonly sessionId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly permissions: ReadonlySet<Permission>
}

/** Somebody without login. */
export interface Host extends Made {
  readonly kind: 'host'
}

/** A payment gateway telling us something. */
export interface Gateway extends Made {
  readonly kind: 'gateway'
  readonly name: string
}

/** A queued, scheduled or command-line job. */
export interface Job extends Made {
  readonly kind: 'job'
  readonly name: string
}

export type Actor = Citizen | Officer | Host | Gateway | Job

const made = <A extends Actor>(actor: Omit<A, typeof madeByGate>): A => actor as A

export const makeCitizen = (citizen: Omit<Citizen, typeof madeByGate | 'kind'>) =>
  made<Citizen>({ kind: 'citizen', ...citizen })
export const makeOfficer = (officer: Omit<Officer, typeof madeByGate | 'kind'>) =>
  made<Officer>({ kind: 'officer', ...officer })
export const makeHost = () => made<Host>({ kind: 'host' })
export const makeGateway = (name: string) => made<Gateway>({ kind: 'gateway', name })
export const makeJob = (name: string) => made<Job>({ kind: 'job', name })
