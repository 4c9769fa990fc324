/** How numbers are written in the window. The language is English, so the separators are too. */

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** 1234 → "1,234" */
export function count(value: number): string {
  return wholeNumber.format(value)
}

/** 1234 → "1.2k", 4_020_000_000 → "4B"; below a thousand as it is. */
export function shortCount(value: number): string {
  if (value < 1000) return count(value)
  if (value < 1_000_000) return `${oneDigit.format(value / 1000)}k`
  if (value < 1e9) return `${oneDigit.format(value / 1_000_000)}M`
  return `${oneDigit.format(value / 1e9)}B`
}

/** 1 → "1 token", 41 → "41 tokens" */
export function tokens(value: number): string {
  return `${count(value)} ${value === 1 ? 'token' : 'tokens'}`
}

/** Milliseconds → "12 ms", "0.4 s", "3 s", "2 min 5 s" */
export function seconds(ms: number): string {
  if (ms > 0 && ms < 100) return `${Math.max(1, Math.round(ms))} ms`
  if (ms < 1000) return `${oneDigit.format(ms / 1000)} s`
  const whole = Math.round(ms / 1000)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** 0.964 → "96 %". Never "100 %" for what is only nearly sure, nor "0 %" for what is not quite impossible. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (rounded === 100 && share < 1) return '99 %'
  if (rounded === 0 && share > 0) return '1 %'
  return `${rounded} %`
}

/** 4_500_000_000 → "4.5 GB" */
export function bytes(value: number): string {
  if (value >= 1e9) return `${oneDigit.format(value / 1e9)} GB`
  if (value >= 1e6) return `${oneDigit.format(value / 1e6)} MB`
  return `${oneDigit.format(value / 1e3)} kB`
}
