import type { Actor } from './actor.ts'

/** How an actor is written into the journal, events and the audit. */
export function actorReference(actor: Actor): { actorKind: Actor['kind']; actorId: string } {
  switch (actor.kind) {
    case 'citizen':
    case 'officer':
      return { actorKind: actor.kind, actorId: actor.identityId }
    case 'gateway':
    case 'job':
      return { actorKind: actor.kind, actorId: actor.name }
    case 'host':
      return { actorKind: actor.kind, actorId: '-' }
  }
}
