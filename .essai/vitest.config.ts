import { defineConfig } from 'vitest/config'
export default defineConfig({ root: new URL('..', import.meta.url).pathname, test: { include: ['test/pannes/*.itest.ts','tools/*.itest.ts'], testTimeout: 30000, hookTimeout: 60000, fileParallelism: false } })
