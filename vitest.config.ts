import { defineConfig } from 'vitest/config'
import { isWriteToLostConnection } from './db/lost-connection.ts'

export default defineConfig({
  test: {
    // A far time zone, so that a place that forgets Prague fails at once.
    env: { TZ: 'Asia/Kathmandu', LOG_LEVEL: 'silent' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests that end connections meet the driver's late write; the worker outlives it likewise.
    onUnhandledError: (error) =>
      !isWriteToLostConnection(
        Object.assign(new Error(error.message), { name: error.name, stack: error.stack }),
      ),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{lib,db,components,cli,start,worker,web,sandbox,app}/**/*.test.{ts,tsx}',
            'tests/house/**/*.test.ts',
          ],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['tests/db/**/*.test.ts', '{lib,db,cli,start,worker}/**/*.db.test.ts'],
          globalSetup: './tests/db/template.ts',
          maxWorkers: 2,
        },
      },
    ],
  },
})
