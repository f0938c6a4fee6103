import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import '../../../../app/globals.css'

/** Reading the headers makes every page dynamic, as ours are. */
export default async function BareLayout({ children }: { children: ReactNode }) {
  await headers()
  return (
    <html lang="cs">
      <body>{children}</body>
    </html>
  )
}
