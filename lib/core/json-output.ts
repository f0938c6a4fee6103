import { format, stripVTControlCharacters } from 'node:util'
import { log } from './log.ts'

// Loaded before everything else by `node --import`: whatever Node or a library would print in words of its own becomes a
// line of the log, so that who reads the log by a program never stumbles.
const errorsOf = (args: readonly unknown[]) => args.find((one): one is Error => one instanceof Error)

function say(level: 'info' | 'warn' | 'error', args: readonly unknown[]): void {
  const error = errorsOf(args)
  const text = stripVTControlCharacters(format(...args.filter((one) => one !== error))).trim()
  if (error) log[level]({ err: error }, text || error.message)
  else if (text) log[level](text)
}

console.log = (...args) => say('info', args)
console.info = (...args) => say('info', args)
console.debug = (...args) => say('info', args)
console.trace = (...args) => say('info', args)
console.warn = (...args) => say('warn', args)
console.error = (...args) => say('error', args)

process.removeAllListeners('warning')
process.on('warning', (warning) => {
  const { code } = warning as Error & { code?: string }
  if (warning.name !== 'ExperimentalWarning') log.warn({ err: warning, code }, warning.message)
})

process.on('uncaughtException', (error) => {
  log.error(error, 'nobody caught an error')
  // Whoever knows better keeps the process alive by a listener of its own, which came after this one.
  if (process.listenerCount('uncaughtException') === 1) process.exit(1)
})
