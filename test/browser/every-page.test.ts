import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launch } from './chromium.ts'
import { ROOMS } from './rooms.ts'
import { signIn, type Visit, visit } from './visitor.ts'

/** A desk, a telephone, and a desk of 1280 at 400 per cent (WCAG 1.4.10). */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
  { width: 320, height: 256 },
]
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let browser: Browser
let somebody: Visit
beforeAll(async () => {
  browser = await launch()
  somebody = await visit(browser, inject('consoleUrl'))
  await signIn(somebody.page, 'beheerder')
})
afterAll(() => browser?.close())

describe('every page keeps to WCAG 2.2 AA, does not scroll sideways, and keeps to its own policy', () => {
  test('aanmelden', async () => {
    const { page, complaints } = await visit(browser, inject('consoleUrl'))
    await page.goto('/')
    await expectFit(page, complaints)
  })

  test.each(Object.entries(ROOMS))('%s', async (_, go) => {
    const { page, complaints } = somebody
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto('/')
    await go(page)
    await expectFit(page, complaints)
  })
})

async function expectFit(page: Page, complaints: readonly string[]): Promise<void> {
  await page.evaluate(axe.source)
  const faults: string[] = []
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    if (wide > size.width)
      faults.push(`${size.width}: the page is ${wide} wide, by ${await page.evaluate<string>(WIDEST)}`)
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run({ runOnly: ${JSON.stringify(RULES)}, rules: { 'target-size': { enabled: true } } })`,
    )
    for (const { id, nodes } of violations)
      for (const { html, failureSummary } of nodes.slice(0, 5))
        faults.push(`${size.width} ${id}: ${html.slice(0, 200)} ${failureSummary}`)
  }
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
}

/** What sticks out furthest. */
const WIDEST = `[...document.querySelectorAll('body *')]
  .map((each) => [each.getBoundingClientRect().right, each.outerHTML.slice(0, 120)])
  .sort(([a], [b]) => b - a)[0].join(' ')`
