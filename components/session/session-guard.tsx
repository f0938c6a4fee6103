'use client'

import { useEffect, useState } from 'react'

interface SessionGuardProps {
  /** Milliseconds until the login ends by itself, counted from the page's arrival. */
  endsInMs: number
  warnBeforeMs: number
  realm: 'citizen' | 'office'
  afterwards: string
  words: { heading: string; text: string; stay: string; logOut: string }
}

/** The login page, told the page where one stood. */
function withTarget(loginPage: string): string {
  const target = `${location.pathname}${location.search}`
  const url = new URL(loginPage, location.href)
  url.searchParams.set('cil', target)
  return url.href
}

/** Two minutes before a login ends: says so, and offers to stay. At the end the page leaves by itself. */
export function SessionGuard({ endsInMs, warnBeforeMs, realm, afterwards, words }: SessionGuardProps) {
  const [isWarning, setWarning] = useState(false)
  const [left, setLeft] = useState(endsInMs)
  useEffect(() => {
    setWarning(left <= warnBeforeMs)
    const warn = setTimeout(() => setWarning(true), Math.max(left - warnBeforeMs, 0))
    const end = setTimeout(() => location.assign(withTarget(afterwards)), Math.max(left, 0))
    return () => {
      clearTimeout(warn)
      clearTimeout(end)
    }
  }, [left, warnBeforeMs, afterwards])

  if (!isWarning) return null
  const stay = async () => {
    const response = await fetch(`/api/session/${realm}`, { method: 'POST' })
    if (!response.ok) return location.assign(withTarget(afterwards))
    const { endsInMs: longer } = await response.json()
    setLeft(longer)
  }
  return (
    <div
      role="alertdialog"
      aria-labelledby="session-end"
      aria-describedby="session-end-text"
      className="fixed inset-x-0 bottom-0 z-50 border-city-strong border-t-4 bg-surface p-4 shadow-card"
    >
      <div className="mx-auto max-w-reading">
        <p id="session-end" className="font-bold text-lg">
          {words.heading}
        </p>
        <p id="session-end-text">{words.text}</p>
        <div className="mt-3 flex flex-wrap gap-3">
          <button
            type="button"
            onClick={stay}
            className="min-h-11 rounded-md bg-city-strong px-5 font-semibold text-city-strong-on"
          >
            {words.stay}
          </button>
          <form method="post" action="/odhlaseni">
            <input type="hidden" name="realm" value={realm} />
            <button type="submit" className="link min-h-11 px-2 font-semibold">
              {words.logOut}
            </button>
          </form>
        </div>
      </div>
    </div>
  )
}
