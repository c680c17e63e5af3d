import type { Locator, Page } from 'playwright-core'

/** How a person works with a page. */
export interface Hands {
  /** Follows a link, or presses a button. */
  readonly press: (what: Locator) => Promise<void>
  /** Picks one of several answers. */
  readonly pick: (what: Locator) => Promise<void>
}

export const byMouse = (): Hands => ({
  press: (what) => what.click(),
  pick: (what) => what.check(),
})

/** A page that needs more than so many steps to come somewhere has lost whoever works without a mouse. */
const STEPS = 150
const IS_FOCUSED = (element: unknown) => element === Reflect.get(globalThis, 'document').activeElement
/** Whether what is focused can be seen to be so: within the window, with a ring around it. */
const SHOWS_FOCUS = `(() => {
  const at = document.activeElement
  const { top, bottom, left, right } = at.getBoundingClientRect()
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  return outlineStyle !== 'none' && outlineWidth !== '0px' && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
})()`

/** Tab, Enter, Space and the arrows. @throws Error where something cannot be reached, or nobody sees where they are */
export function byKeyboard(page: Page): Hands {
  const { keyboard } = page
  const reach = async (isThere: () => Promise<boolean>, what: Locator) => {
    for (let step = 0; step < STEPS; step++) {
      await keyboard.press('Tab')
      if (!(await page.evaluate<boolean>(SHOWS_FOCUS)))
        throw new Error(`nobody sees where they are: ${await here(page)}`)
      if (await isThere()) return
    }
    throw new Error(`Tab does not lead to ${what}`)
  }
  const isOn = (what: Locator) => what.evaluate(IS_FOCUSED)
  return {
    press: async (what) => {
      await what.waitFor()
      await reach(() => isOn(what), what)
      await keyboard.press('Enter')
    },
    pick: async (what) => {
      await what.waitFor()
      const others = page.locator(`[name="${await what.getAttribute('name')}"]:focus`)
      await reach(async () => (await others.count()) > 0, what)
      await keyboard.press('Space')
      for (let step = 0; step < STEPS && !(await what.isChecked()); step++) await keyboard.press('ArrowDown')
    },
  }
}

const here = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)')
