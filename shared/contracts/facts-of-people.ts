import { z } from 'zod'
import { CLOSINGS, HOLD_REASONS, REPRESENTATIONS } from '../domain/closed-lists.ts'
import { aboutRenter, amountAboveZeroSchema, anyFact, renterSchema } from './fact-fields.ts'
import { isoDateSchema, lineOfText, recordIdSchema } from './fields.ts'

// What people decide, confirm and ask for, and no register or portal says.

const oneOf = <Word extends string>(words: Readonly<Record<Word, string>>) => z.enum(Object.keys(words) as Word[])
const exceptions = z.array(recordIdSchema).max(10_000).default([])
/** Part of an address; '' where nobody gave it. */
const part = z.union([z.literal(''), lineOfText(120)]).default('')

/**
 * Who gets the letters in the renter's place (R7): a name with where the letters go, or that there is nobody any more.
 * Parsed `representative` is null for nobody.
 */
const representativeSchema = z
  .strictObject({
    ...aboutRenter,
    type: z.literal('representative'),
    none: z.literal(true).exactOptional(),
    name: lineOfText(120).exactOptional(),
    kind: z.enum(REPRESENTATIONS).default('administration'),
    ...{ street: part, houseNumber: part, houseNumberAddition: part, postcode: part, city: part },
    email: z.union([z.literal(''), z.email()]).default(''),
  })
  .transform(
    ({ none, name, kind, street, houseNumber, houseNumberAddition, postcode, city, email, ...rest }, context) => {
      const place = { street, houseNumber, houseNumberAddition, postcode, city, email }
      if (none) return { ...rest, representative: null }
      if (name !== undefined) return { ...rest, representative: { kind, name, ...place } }
      context.addIssue({ code: 'custom', path: ['name'], message: 'dit veld ontbreekt' })
      return z.NEVER
    },
  )

export const factsOfPeople = [
  /** Nothing is sent to a renter for a while (R7). */
  z.strictObject({
    ...aboutRenter,
    type: z.literal('hold'),
    reason: oneOf(HOLD_REASONS),
    lookAgain: isoDateSchema.nullable().default(null),
  }),
  z.strictObject({ ...aboutRenter, type: z.literal('hold-ended') }),
  representativeSchema,
  /** A person decides it for a case that cannot be reported (F3). */
  z.strictObject({ ...aboutRenter, type: z.literal('hand-over') }),
  /** A person ends a case. */
  z.strictObject({ ...aboutRenter, type: z.literal('close'), reason: oneOf(CLOSINGS) }),
  /** The renter says that help is welcome. */
  z.strictObject({ ...aboutRenter, type: z.literal('help-wanted') }),
  /** The renter asks to pay in terms: so much a month. */
  z
    .strictObject({
      ...aboutRenter,
      type: z.literal('arrangement-wanted'),
      amount: amountAboveZeroSchema,
      from: isoDateSchema,
      phone: lineOfText(40).nullable().default(null),
    })
    .transform(({ amount, ...rest }) => ({ ...rest, amountCents: amount })),
  /** `renter` is the new number of who was `was`; `not` when that is somebody else (R6). */
  z.strictObject({
    ...aboutRenter,
    type: z.literal('same-renter'),
    was: renterSchema,
    not: z.literal(true).exactOptional(),
  }),
  /**
   * Nothing was paid to a client since its last book, or nobody owes anything any more (`nothingOpen`); save by these
   * renters.
   */
  z.strictObject({
    ...anyFact,
    type: z.literal('book-confirmed'),
    client: recordIdSchema,
    on: isoDateSchema,
    except: exceptions,
    nothingOpen: z.literal(true).exactOptional(),
  }),
  /** The round of a day may leave, save for these renters. */
  z.strictObject({ ...anyFact, type: z.literal('round-approved'), on: isoDateSchema, except: exceptions }),
  /** An open question is answered with a word that it offers. */
  z.strictObject({
    ...anyFact,
    type: z.literal('question-answered'),
    question: lineOfText(200),
    answer: lineOfText(60),
    value: lineOfText(200).nullable().default(null),
  }),
] as const
