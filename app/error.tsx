'use client'

import { bindShortWords } from '#lib/i18n/short-words'
import sentences from '../lib/i18n/cs/failure.json' with { type: 'json' }

/** Shown when a page fails: it says that no money was taken. Plain on purpose, so that nothing here can fail. */
export default function FailurePage({ reset }: { reset: () => void }) {
  return (
    <main id="obsah" className="mx-auto max-w-reading space-y-6 px-4 py-16">
      <h1 className="font-bold text-3xl">{sentences.heading}</h1>
      <p className="text-lg">{bindShortWords(sentences.text)}</p>
      <button type="button" className="link min-h-11" onClick={reset}>
        {sentences.tryAgain}
      </button>
    </main>
  )
}
