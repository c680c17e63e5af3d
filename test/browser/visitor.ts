import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export type Role = 'lezer' | 'behandelaar' | 'beheerder' | 'controleur'

/** A page in a browser of its own, with what goes wrong there. */
export interface Visit {
  readonly page: Page
  /** Everything that the browser complains about: errors, and what the policy of the page forbids. */
  readonly complaints: readonly string[]
}

/** Opens the console as somebody who is not signed in. */
export async function visit(browser: Browser, baseURL: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'nl-NL', ...options, baseURL })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    // The one page that is not there says so with its status, which is no fault.
    if (message.type() === 'error' && !message.text().includes('404 (Not Found)')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.addInitScript({
    content: "document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))",
  })
  return { page, complaints }
}

/** Signs in on the page of this machine, and waits for Vandaag. */
export async function signIn(page: Page, role: Role = 'behandelaar', name = 'Lies de Boer'): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Uw naam').fill(name)
  await page.getByLabel(role).check()
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await page.getByRole('navigation').waitFor()
}
