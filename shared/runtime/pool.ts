/** Runs a task for every element, so many at a time, and returns the results in the order of the elements. */
export async function pool<T, R>(
  elements: readonly T[],
  width: number,
  task: (element: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(elements.length)
  let next = 0
  const lane = async () => {
    while (next < elements.length) {
      const index = next
      next += 1
      const element = elements[index]
      if (element !== undefined) results[index] = await task(element, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, elements.length) }, lane))
  return results
}
