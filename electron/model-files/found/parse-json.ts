/** Undefined for what is no JSON: the files of another app may be half written. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
