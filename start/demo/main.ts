import { runDemo } from '#start/demo/run'

/** `npm run demo`: the built portal with its whole outside world on this machine. */
await runDemo({ name: 'demo', usualPort: 3000, usualFolder: '.data', isDevelopment: false })
