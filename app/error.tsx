'use client'

/** Shown when a page fails: it says that no money was taken. Plain on purpose, so that nothing here can fail. */
export default function FailurePage({ reset }: { reset: () => void }) {
  return (
    <main id="obsah" className="mx-auto max-w-reading space-y-6 px-4 py-16">
      <h1 className="font-bold text-3xl">Něco se nám pokazilo</h1>
      <p className="text-lg">
        Chyba není u vás a touto stránkou se žádné peníze nestrhly. Zkuste to prosím za chvíli znovu, nebo nám
        zavolejte.
      </p>
      <button type="button" className="link min-h-11" onClick={reset}>
        Zkusit znovu
      </button>
    </main>
  )
}
