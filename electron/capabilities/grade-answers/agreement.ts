export type Agreement = {
  /** Share of the items on which both chose the same, 0 to 1. */
  readonly share: number
  /** Cohen's kappa, −1 to 1: 0 is what chance alone would give. Null where chance alone would give all. */
  readonly kappa: number | null
  readonly n: number
}

/**
 * How well two judges agree, beyond chance.
 *
 *     κ = (pₒ − pₑ) / (1 − pₑ)        pₑ = Σ_c share₁(c) · share₂(c)
 *
 * pₒ = share of items on which both agree. Source: J. Cohen, 1960. Lists are of equal length, one entry an item.
 *
 * Example: yes yes no no against yes no no no: pₒ = ¾, pₑ = ½ · ¼ + ½ · ¾ = ½, κ = ½.
 */
export function agreementOf<Choice>(one: readonly Choice[], other: readonly Choice[]): Agreement {
  const n = one.length
  if (n === 0) return { share: Number.NaN, kappa: null, n }
  const share = one.filter((choice, at) => choice === other[at]).length / n
  const shareOf = (choices: readonly Choice[], choice: Choice): number =>
    choices.filter((each) => each === choice).length / n
  const byChance = [...new Set([...one, ...other])].reduce(
    (sum, choice) => sum + shareOf(one, choice) * shareOf(other, choice),
    0,
  )
  return { share, kappa: byChance === 1 ? null : (share - byChance) / (1 - byChance), n }
}
