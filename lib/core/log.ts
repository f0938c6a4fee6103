import pino from 'pino'
import { blot } from './blot.ts'
import { now } from './clock.ts'
import { logLevel, logsToErrors } from './env.ts'

const hidden = '[hidden]'
const maxDepth = 8
const secretName =
  /secret|passw|passphrase|authorization|cookie|token|credential|birth_?number|rodne_?cislo|api_?key|private_?key|letter_?code|code_?verifier|session_?id|_url$/i

/**
 * The log of a process: one JSON object a line. Values under a telling name (secret, password, cookie, token,
 * birthNumber …) are hidden at any depth, and `blot` goes over every text, also inside errors.
 */
export const log = createLog(logsToErrors() ? pino.destination({ dest: 2, sync: true }) : undefined)

/** A log written elsewhere, for a test. */
export function createLog(destination?: pino.DestinationStream): pino.Logger {
  const complain = onceAMinute()
  const options: pino.LoggerOptions = {
    level: logLevel(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors were already turned into plain objects by `scrub`.
    serializers: { err: (err: unknown) => err },
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      logMethod(args, method, level) {
        const [first, ...rest] = args as unknown[]
        const withError = first instanceof Error
        const fields = withError ? { err: scrub(first, 0) } : scrub(first, 0)
        const message =
          withError && rest.length === 0
            ? [blot(withoutValues(first.message))]
            : rest.map((arg) => scrub(arg, 0))
        const repeated = level >= warnLevel ? complain([level, fields, message]) : 0
        if (repeated === null) return
        const told = repeated > 0 ? { ...Object(fields), repeated } : fields
        Reflect.apply(method, this, [told, ...message])
      },
    },
  }
  const logger = destination ? pino(options, destination) : pino(options)
  // A child writes its fields out at once and past the hook, so they are scrubbed on the way in.
  const makeChild = logger.child
  logger.child = function <Levels extends string>(
    this: pino.Logger,
    fields: pino.Bindings,
    childOptions?: pino.ChildLoggerOptions<Levels>,
  ): pino.Logger<Levels> {
    return Reflect.apply(makeChild<Levels>, this, [scrubFields(fields), childOptions])
  }
  return logger
}

/** Warnings and worse. */
const warnLevel = 40
const minuteMs = 60_000
const mostComplaints = 500

/**
 * Counts what is complained of: null where the very same was said within the last minute, else how many times it was kept
 * back since. Stacks are not compared, for the same fault comes from many places.
 */
function onceAMinute(): (complaint: unknown) => number | null {
  const said = new Map<string, { atMs: number; keptBack: number }>()
  return (complaint) => {
    const key = JSON.stringify(complaint, (name, value) => (name === 'stack' ? undefined : value))
    const atMs = now().getTime()
    const before = said.get(key)
    if (before && atMs - before.atMs < minuteMs && atMs >= before.atMs) {
      before.keptBack++
      return null
    }
    said.delete(key)
    said.set(key, { atMs, keptBack: 0 })
    const [oldest] = said.keys()
    if (said.size > mostComplaints && oldest !== undefined) said.delete(oldest)
    return before?.keptBack ?? 0
  }
}

function scrubFields(fields: object, depth = 0): Record<string, unknown> {
  const scrubbed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    scrubbed[name] = secretName.test(name) && value != null ? hidden : scrub(value, depth + 1)
  }
  return scrubbed
}

function scrub(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return blot(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth > maxDepth) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1))
  if (value instanceof Date || value instanceof URL) return blot(String(value.toJSON()))
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return scrubFields(errorFields(value), depth)
  return scrubFields(value, depth)
}

/** A failed statement carries its values, people's names among them, so those and what repeats them are left out. */
function errorFields(error: Error): object {
  const {
    params: _params,
    query: _query,
    parameters: _parameters,
    ...fields
  } = error as Error & Record<string, unknown>
  return {
    ...fields,
    type: error.name,
    message: withoutValues(error.message),
    stack: error.stack && withoutValues(error.stack),
    cause: error.cause,
  }
}

/** Cuts the list of a statement's values out of an error's text. */
function withoutValues(text: string): string {
  return text.replace(/\nparams: [^\n]*/g, '')
}
