import { parseArgs } from 'node:util'
import { z } from 'zod'

/** Kinds of options; the sentence of each stands behind the option's name. */
export const text = z.string().min(1)
export const port = wholeNumber(0, 65_535)
export const webAddress = z
  .string()
  .refine((address) => /^https?:\/\//.test(address) && URL.canParse(address), 'must be an http(s) address')
/** An address that paths are put behind. */
export const baseAddress = webAddress.transform((address) => address.replace(/\/+$/, ''))

/** A whole number within limits. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .transform((digits) => (/^\d+$/.test(digits) ? Number(digits) : Number.NaN))
    .refine((number) => number >= least && number <= most, `must be ${least} to ${most}`)
}

const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/**
 * Reads options such as `--public-url URL` by a shape that calls it `publicUrl`; throws an Error with a sentence for
 * the operator when one is missing, wrong or unknown.
 */
export function readOptions<Shape extends z.ZodRawShape>(
  args: readonly string[],
  shape: Shape,
): z.infer<z.ZodObject<Shape>> {
  const isSwitch = (kind: unknown) => kind instanceof z.ZodOptional && kind.unwrap() instanceof z.ZodBoolean
  const names = Object.keys(shape)
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      names.map((name) => [flagOf(name), { type: isSwitch(shape[name]) ? 'boolean' : 'string' } as const]),
    ),
  })
  const read = z
    .object(shape)
    .safeParse(Object.fromEntries(names.map((name) => [name, values[flagOf(name)]])))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const name = String(issue?.path[0])
  const isMissing = (values[flagOf(name)] ?? '') === ''
  throw new Error(`--${flagOf(name)} ${isMissing ? 'is missing' : issue?.message}`)
}

/** Runs a stand-in as a process: says when it is ready, ends on SIGTERM and SIGINT, explains what it cannot start with. */
export async function runSandbox(options: {
  name: string
  usage: string
  start: (args: readonly string[]) => Promise<{ url: string; close: () => Promise<void> }>
}): Promise<void> {
  try {
    const { url, close } = await options.start(process.argv.slice(2))
    console.log(`Sandbox ${options.name} ready: ${url}`)
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => void close().then(() => process.exit(0)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(options.usage)
    process.exitCode = 1
  }
}
