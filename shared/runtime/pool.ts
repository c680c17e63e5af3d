/**
 * Runs a task for every element, so many at a time, and returns the results in the order of the elements. After a task
 * failed no other begins, and the failure is thrown when those under way have ended: nothing of a try goes on beside
 * the next one.
 */
export async function pool<T, R>(
  elements: readonly T[],
  width: number,
  task: (element: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(elements.length)
  const failures: unknown[] = []
  let next = 0
  const lane = async () => {
    while (next < elements.length && failures.length === 0) {
      const index = next
      next += 1
      const element = elements[index]
      try {
        if (element !== undefined) results[index] = await task(element, index)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, elements.length) }, lane))
  if (failures.length > 0) throw failures[0]
  return results
}
