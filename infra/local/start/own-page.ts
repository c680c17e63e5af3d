import { html } from 'hono/html'
import { bare, type Html } from '../../../functions/console/layout.ts'

/** A page of this machine alone, in the look of the console. @param bar with the clock, where it may be moved */
export const ownPage = (title: string, bar: Html | '', body: Html): Html =>
  bare(
    title,
    html`<header class="bar"><a class="name" href="/">Vroegsignalering</a></header>${bar}<main>${body}</main>`,
  )
