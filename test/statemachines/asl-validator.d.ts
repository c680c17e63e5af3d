// Published without types: no more of it than is used here.
declare module 'asl-validator' {
  /** Completes the definition in place with defaults: give it a copy. */
  export default function validator(definition: unknown): {
    isValid: boolean
    errors: { 'Error code': string; Message: string }[]
    errorsText: () => string
  }
}
