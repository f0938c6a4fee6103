'use client'

import { useEffect, useRef } from 'react'

/** The work as the server asked for it. */
type Challenge = Parameters<typeof import('altcha-lib')['solveChallenge']>[0]['challenge']

interface ProofOfWorkProps {
  /** What to work on; null where nothing was asked for. */
  challenge: Challenge | null
  /** Under which name the form sends what was found. */
  name: string
  /** What the person hears meanwhile. */
  sentence: string
}

/**
 * Lets the browser work a while before the form it stands in is sent once more, by itself: slow for whoever tries thousands
 * of codes, hardly seen by whoever types one. Without script nothing happens, and the form's own sentence counts.
 */
export function ProofOfWork({ challenge, name, sentence }: ProofOfWorkProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!challenge) return
    const controller = new AbortController()
    void solve(challenge, controller).then((solution) => {
      if (!solution || controller.signal.aborted || !field.current) return
      field.current.value = JSON.stringify({ challenge, solution })
      field.current.form?.requestSubmit()
    })
    return () => controller.abort()
  }, [challenge])
  if (!challenge) return null
  return (
    <>
      <input type="hidden" name={name} ref={field} />
      <p role="status">{sentence}</p>
    </>
  )
}

/** Fetched only where there is something to do. */
async function solve(challenge: Challenge, controller: AbortController) {
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import('altcha-lib'),
    import('altcha-lib/algorithms/web/pbkdf2'),
  ])
  return solveChallenge({ challenge, deriveKey, controller })
}
