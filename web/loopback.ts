const spellings = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Whether a host, with or without its port, is this machine itself. */
export function isLoopback(host: string): boolean {
  return spellings.test(host)
}
