const knownNames: Readonly<Record<string, string>> = {
  minimal: 'Minimal effort',
  low: 'Low effort',
  medium: 'Medium effort',
  high: 'High effort',
  max: 'Highest effort',
  xhigh: 'Very high effort',
}

/** A template's word for an effort, for people: "high" → "High effort". */
export function effortName(effort: string): string {
  return knownNames[effort] ?? `Effort: ${effort}`
}
