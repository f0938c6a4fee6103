import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { MissingPage } from '#components/layout/missing-page'
import PublicLayout from './(verejne)/layout.tsx'
import RootLayout from './layout.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return { title: t('notFoundHeading') }
}

/**
 * An address nobody has. A page of its own, and no `not-found.tsx` beside the root layout: the framework would draw
 * that one, with its header and footer, into the answer of every other page, in case it were needed.
 */
export default function GlobalNotFoundPage() {
  return (
    <RootLayout>
      <PublicLayout>
        <MissingPage />
      </PublicLayout>
    </RootLayout>
  )
}
