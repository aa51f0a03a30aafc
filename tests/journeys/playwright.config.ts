// The browser tests: `tests/suites/journeys`, or by hand
//
//     npx playwright test -c tests/journeys [straight-path] [--headed]
//
// Each file has a demonstration province of its own (house.ts). With SAOLANG_TEST_DB there is one
// database for all of them, so they run one after the other.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../build/journeys',
  workers: process.env.SAOLANG_TEST_DB ? 1 : 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env.JOURNEYS_JSON
    ? [['list'], ['json', { outputFile: process.env.JOURNEYS_JSON }]] : [['list']],
  use: {
    viewport: { width: 360, height: 780 },
    hasTouch: true,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 30_000,
    navigationTimeout: 40_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic',
        '--disable-background-networking', '--no-first-run'],
    },
  },
});
