import { type ParseArgsConfig, parseArgs } from 'node:util'

/** A wrong argument, or input that cannot be read. The message is one line for the person who typed the command. */
export class WrongInput extends Error {
  override readonly name = 'WrongInput'
}

/**
 * Reads what was typed after a command.
 *
 * @throws WrongInput with the usage, when it does not fit
 */
export function readOptions<C extends ParseArgsConfig>(usage: string, config: C): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config)
  } catch {
    throw new WrongInput(usage)
  }
}

interface Telling {
  /** Errors besides WrongInput that the person who typed the command can mend. */
  readonly wrong?: readonly (abstract new (
    ...given: never[]
  ) => Error)[]
  /** How any other error is told. Left out: by its name and message. */
  readonly told?: (error: unknown) => string
}

/**
 * The frame of a command line: 0 or what `run` gives when it is done, 2 for a wrong argument or input that cannot be
 * read, 1 for any other failure. Either way people read one clear text on stderr, without a stack.
 */
export async function command(run: () => Promise<number | undefined>, telling: Telling = {}): Promise<void> {
  try {
    process.exitCode = (await run()) ?? 0
  } catch (error) {
    fail(error, telling)
  }
}

/** Ends the process as a failed command does, also while something still runs. */
export function fail(error: unknown, { wrong = [], told = lineOf }: Telling = {}): never {
  if (error instanceof Error && [WrongInput, ...wrong].some((kind) => error instanceof kind)) {
    say(error.message)
    process.exit(2)
  }
  say(told(error))
  process.exit(1)
}

export function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`
}

/** Says something to the person who typed the command. */
export const say = (text: string) => process.stderr.write(`${text}\n`)
