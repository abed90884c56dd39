import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Unit tests stand beside their source; `tests/` has those that need more than one part, real processes
 * among them. What needs a browser or Electron is Playwright's: `tests/**\/*.spec.ts`.
 */
export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    environment: 'node',
    pool: 'forks',
    // Tests wait for processes much of the time: with two processors, one file at a time leaves one of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Real processes on a busy machine: a limit against hanging, not a statement about speed.
    testTimeout: 180_000,
    hookTimeout: 240_000,
  },
})
