import { isMainThread } from 'node:worker_threads'

/**
 * Loaded by `node --import` into every process a start makes: when the start is killed without a chance to stop
 * them, they notice that they have another parent and end by themselves.
 */
const parent = process.ppid
if (isMainThread && process.env.PORTAL_STARTED_BY === String(parent)) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10_000).unref()
  }, 500)
  watch.unref()
}
