/** What was promised, or a rejection once so many milliseconds have passed without it. */
export async function inTime<T>(promised: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    // What has already come in is read first: a busy process is not a silent other side.
    timer = setTimeout(
      () => setImmediate(() => reject(new Error(`Nothing came within ${limitMs} ms.`))),
      limitMs,
    )
  })
  // What comes after all, and wrong, is nobody's error any more.
  promised.catch(() => {})
  try {
    return await Promise.race([promised, late])
  } finally {
    clearTimeout(timer)
  }
}
