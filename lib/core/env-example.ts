import { environmentSchema, ownerSchema } from './env.ts'
import { gatewayGroups } from './env-gateways.ts'

/** What a schema of zod tells about one variable. */
interface Field {
  description?: string | undefined
  safeParse(value: unknown): { success: boolean; data?: unknown }
}

const opening = `# Every variable that the portal and its worker are told, as lib/core/env.ts and lib/core/env-gateways.ts check them.
# Generated from there; npm run env-example writes it anew. An empty one counts as absent.
# Copy it, fill it in, and have it read by whoever runs npm start, which reads no file by itself (docs/going-live.md).
# Make each secret and key by: openssl rand -hex 32`

const gatewaysOpening = `# Gateways: one group or more. Fill in a whole group or nothing of it; "required" means within its group.`

/**
 * The text of `.env.example`: each variable with what it is, whether it is required, and its default. Holds no value
 * but defaults. Throws an Error naming a variable that nobody has described.
 */
export function environmentExample(): string {
  const isForMigrations = (name: string) => name in ownerSchema.shape
  const own = linesOf(environmentSchema.shape, isForMigrations)
  const groups = Object.values(gatewayGroups).map((group) => linesOf(group.in.shape))
  return `${[opening, own, gatewaysOpening, ...groups].join('\n\n')}\n`
}

/** The lines of these variables, in their order. */
export function linesOf(
  fields: Readonly<Record<string, Field>>,
  isRequiredToo: (name: string) => boolean = () => false,
): string {
  return Object.entries(fields)
    .map(([name, field]) => {
      if (!field.description) throw new Error(`${name} is not described; add .describe('what it is') to it`)
      const { success: isOptional, data } = field.safeParse(undefined)
      const isRequired = !isOptional || isRequiredToo(name)
      const preset = ['string', 'number', 'boolean'].includes(typeof data) ? String(data) : ''
      const duty = isRequired ? 'required' : preset ? `default ${preset}` : 'optional'
      return `# ${field.description} (${duty})\n${isRequired ? '' : '#'}${name}=${isRequired ? '' : preset}`
    })
    .join('\n')
}
