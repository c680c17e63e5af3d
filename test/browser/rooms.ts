import type { Page } from 'playwright-core'
import { askedBy, calledBy } from './world.ts'

/** Every kind of page, and how an administrator gets there from Vandaag. */
export const ROOMS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  vandaag: async () => {},
  dossiers: async (page) => void (await page.goto('/dossiers')),
  gevonden: async (page) => {
    await page.getByLabel('Zoek een dossier').fill('Vraag')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/zoek')
  },
  dossier: (page) => openCase(page, askedBy('Kijker')),
  'dossier met lange namen': (page) => openCase(page, 'Hottentotten'),
  'dossier met een vijandige naam': (page) => openCase(page, '<b onclick'),
  formulier: (page) => openAction(page, 'Bezwaar'),
  'formulier met fouten': async (page) => {
    await openAction(page, 'Betaling')
    await next(page)
  },
  gevolgen: async (page) => {
    await openAction(page, 'Bezwaar')
    await page.getByLabel('telefoon').check()
    await next(page)
  },
  vraag: async (page) => {
    const answer = page
      .getByRole('row')
      .filter({ hasText: askedBy('Kijker') })
      .locator('a[href^="/vragen/"]')
      .first()
    const path = (await answer.getAttribute('href')) ?? ''
    await page.goto(path.split('?')[0] ?? '')
  },
  rondes: async (page) => void (await page.goto('/rondes')),
  bestand: async (page) => {
    await page.goto('/rondes')
    await page.locator('a[href^="/rondes/"]').first().click()
  },
  registers: async (page) => void (await page.goto('/registers')),
  'formulier van een register': async (page) => {
    await page.goto('/registers')
    await page.locator('a[href$="/overdracht"]').first().click()
  },
  'pagina die er niet is': async (page) => void (await page.goto('/nergens')),
}

async function openCase(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).first().click()
  await page.waitForURL(/\/dossiers\//)
}

async function openAction(page: Page, word: string): Promise<void> {
  await openCase(page, calledBy('Kijker'))
  await page.getByRole('link', { name: word, exact: true }).click()
  await page.getByRole('button', { name: 'Verder' }).waitFor()
}

const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Verder' }).click()
