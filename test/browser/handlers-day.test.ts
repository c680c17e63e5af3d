import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launch } from './chromium.ts'
import { byKeyboard, byMouse, type Hands } from './hands.ts'
import { visit } from './visitor.ts'
import { askedBy, calledBy, type Way } from './world.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

const DAYS: readonly (readonly [string, Way, (page: Page) => Hands, { javaScriptEnabled?: boolean }])[] = [
  ['by mouse', 'Muis', byMouse, {}],
  ['by keyboard alone', 'Toets', byKeyboard, {}],
  ['without JavaScript', 'Formulier', byMouse, { javaScriptEnabled: false }],
]

describe('the day of a handler', () => {
  test.each(DAYS)('%s', async (_, way, handsOn, options) => {
    const { page, complaints } = await visit(browser, inject('consoleUrl'), options)
    const { press, pick } = handsOn(page)
    const link = (name: string) => page.getByRole('link', { name, exact: true })
    const button = (name: string | RegExp) => page.getByRole('button', { name })
    const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
    const part = (name: string) => page.getByRole('region', { name })
    const record = async (slug: RegExp | string) => {
      await press(button(/^Vastleggen als /))
      await page.waitForURL(slug)
    }

    await page.goto('/')
    await title('Aanmelden op deze computer')
    await pick(page.getByLabel('behandelaar'))
    await press(button('Aanmelden'))

    // A call, from the list.
    await title('Donderdag 16 april 2026')
    const call = part('Bellen')
      .getByRole('row')
      .filter({ hasText: calledBy(way) })
    await press(call.getByRole('link', { name: 'Gesproken' }))
    await title('Contact vastleggen?')
    expect(await page.getByRole('main').textContent()).toMatch(/Komt erbij: 20 apr/)
    await press(button(/^Vastleggen als /))
    await title('Donderdag 16 april 2026')
    expect(await call.count()).toBe(0)

    // An objection, in the case.
    await press(link('Dossiers').first())
    await title(/^Dossiers/)
    await press(link(`A.B. ${calledBy(way)}`))
    await title(new RegExp(calledBy(way)))
    await press(link('Bezwaar'))
    await title('Bezwaar vastleggen')
    await press(button('Verder'))
    await page.getByRole('alert').filter({ hasText: 'Maak een keuze.' }).waitFor()
    await pick(page.getByLabel('telefoon'))
    await press(button('Verder'))
    await title('Bezwaar vastleggen?')
    expect(await page.getByRole('main').textContent()).toMatch(/Vervalt: 20 apr/)
    await record(/gedaan=bezwaar/)
    expect(await part('Geschiedenis').getByRole('listitem').first().textContent()).toContain('bezwaar')

    // A question, and back.
    await press(link('Vandaag').first())
    await title('Donderdag 16 april 2026')
    const decision = part('Beslis: overdragen')
      .getByRole('row')
      .filter({ hasText: askedBy(way) })
    await press(decision.getByRole('link', { name: 'Wachten' }))
    await title('Wachten?')
    await press(button(/^Vastleggen als /))
    await decision
      .or(page.getByRole('heading', { level: 1, name: askedBy(way) }))
      .first()
      .waitFor()
    await press(link('Vandaag').first())
    await title('Donderdag 16 april 2026')
    expect(await decision.getByRole('link', { name: 'Wachten' }).count()).toBe(0)

    await press(button('afmelden'))
    await title('Aanmelden op deze computer')
    expect(complaints).toEqual([])
  })
})
