/**
 * Whether an error nobody could catch is the driver writing the end of a transaction to a connection that is
 * already gone. The transaction itself has been told; the pool connects anew, so the process may go on.
 */
export function isWriteToLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { stack = '' } = error
  return (
    error.name === 'TypeError' && stack.includes('nextWrite') && /postgres\/src\/connection\.js/.test(stack)
  )
}
