import { join } from 'node:path'
import { PROJECT } from '../../infra/build/project.ts'
import { launch } from './chromium.ts'
import { ROOMS } from './rooms.ts'
import { signIn, visit } from './visitor.ts'
import { serveWorld } from './world.ts'

// `npm run draw-console`: the pictures in the README of the console, of renters that do not exist.

const DESK = { width: 1280, height: 760 }
const TELEPHONE = { width: 360, height: 740 }
const PICTURES = [
  ['vandaag', 'vandaag', DESK],
  ['dossier', 'dossier', DESK],
  ['dossier', 'dossier-telefoon', TELEPHONE],
] as const

const { url, close } = await serveWorld()
const browser = await launch()
const { page } = await visit(browser, url)
await signIn(page)
for (const [room, name, viewport] of PICTURES) {
  await page.setViewportSize(viewport)
  await page.goto('/')
  await ROOMS[room]?.(page)
  await page.screenshot({ path: join(PROJECT, `functions/console/pictures/${name}.png`) })
}
await browser.close()
await close()
