import createNextIntlPlugin from 'next-intl/plugin'

const withSentences = createNextIntlPlugin('./lib/i18n/request.ts')

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // A folder whose name begins with a dot would be left out by the types and by what a build is made of.
  rewrites: async () => [{ source: '/.well-known/security.txt', destination: '/security.txt' }],
  reactStrictMode: true,
  // Types and lint are checked by `npm run check`, once, not again by every build.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pdfkit', 'dejavu-fonts-ttf', 'pino', 'pg-boss', 'postgres', 'nodemailer'],
  experimental: {
    authInterrupts: true,
    globalNotFound: true,
    serverActions: {
      // What may be longer than a form, web/body-limit.ts says.
      bodySizeLimit: '32mb',
    },
  },
}

export default withSentences(config)
