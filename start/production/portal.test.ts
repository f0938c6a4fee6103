import { expect, test } from 'vitest'
import { developmentCommands } from '#start/development/commands'
import { portalCommands } from '#start/production/portal'

const options = { port: 3000, host: '127.0.0.1', environment: {} }
const words = (commands: ReturnType<typeof portalCommands>) => commands.flatMap(({ command }) => command)

test('only development asks the portal for Next’s development server', () => {
  expect(words(developmentCommands(options))).toContain('--development')
  expect(words(portalCommands(options))).not.toContain('--development')
})

test('what is not development runs as production', () => {
  expect(developmentCommands(options).map(({ environment }) => environment.NODE_ENV)).toEqual([
    'development',
    'development',
  ])
  for (const { environment } of portalCommands(options)) expect(environment.NODE_ENV).toBeUndefined()
})

test('the portal is ready when its readiness says so, with a worker that lives', () => {
  const [worker, portal] = portalCommands(options)
  expect(worker?.label).toBe('worker')
  expect(portal?.ready).toEqual({ address: 'http://localhost:3000/api/health/ready' })
})
