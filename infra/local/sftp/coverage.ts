/** Which bytes of a file a client has read, in whatever order it asked for them. */
export function openCoverage(size: number) {
  const parts: { from: number; to: number }[] = []
  return {
    read(from: number, to: number): void {
      parts.push({ from, to })
    },
    /** Whether every byte was read at least once. */
    isWhole(): boolean {
      let reached = 0
      for (const { from, to } of parts.sort((a, b) => a.from - b.from))
        if (from <= reached) reached = Math.max(reached, to)
      return reached >= size
    },
  }
}
