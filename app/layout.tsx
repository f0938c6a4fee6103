import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CityStyle } from '#components/layout/city-style'
import { citySettings } from '#lib/city/settings.queries'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const [{ shortName }, t] = await Promise.all([citySettings(), getTranslations('common')])
  return {
    title: { default: `${t('portalName')} – ${shortName}`, template: `%s – ${shortName}` },
    manifest: '/manifest.webmanifest',
    // No robots here: web/search-engines.ts says what may be listed.
  }
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [settings, requestHeaders] = await Promise.all([citySettings(), headers()])
  return (
    <html lang="cs">
      <head>
        <CityStyle
          nonce={requestHeaders.get('x-nonce') ?? ''}
          light={settings.colorLight}
          dark={settings.colorDark}
        />
      </head>
      <body>{children}</body>
    </html>
  )
}
