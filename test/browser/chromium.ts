import { type Browser, chromium } from 'playwright-core'

/** Where Debian puts it. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** The browser of this machine. In a container it has no rights for its own sandbox. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--lang=nl-NL'] })
