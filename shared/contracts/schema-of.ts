import type { z } from 'zod'

/**
 * Ties a schema to a type that is declared elsewhere: it compiles only while what the schema gives and the type have
 * the same members, required and optional alike. The domain may not know zod, so it declares its types itself.
 */
export const schemaOf =
  <T>() =>
  <S extends z.ZodType>(
    schema: S & (Same<Plain<z.output<S>>, Plain<T>> extends true ? unknown : Differs),
  ): z.ZodType<T> =>
    schema as z.ZodType<T>

interface Differs {
  readonly error: 'the schema and the type do not have the same members'
}

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** A type with its intersections written out, and read-only at every depth, so that two of them can be compared. */
type Plain<T> = T extends readonly (infer Element)[]
  ? readonly Plain<Element>[]
  : T extends object
    ? { readonly [Name in keyof T]: Plain<T[Name]> }
    : T
