import { runDemo } from '#start/demo/run'

/** `npm run dev`: the demo's world around pages that change while one looks at them. */
await runDemo({ name: 'dev', usualPort: 3500, usualFolder: '.data-dev', isDevelopment: true })
