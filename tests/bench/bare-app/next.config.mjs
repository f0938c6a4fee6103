import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(dirname(here)))

/**
 * The yardstick: an application with nothing of ours but the components and the sentences.
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true },
  outputFileTracingRoot: root,
  turbopack: { root, resolveAlias: { 'next-intl/config': '../../../lib/i18n/request.ts' } },
  serverExternalPackages: ['postgres'],
}

export default config
