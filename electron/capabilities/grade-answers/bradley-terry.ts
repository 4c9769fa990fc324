/** Two that were compared, and how much the comparison was for the first (0 to 1). */
export type Comparison = { readonly first: number; readonly second: number; readonly pFirst: number }

export type Rating = {
  /** On Elo's scale, 1000 in the middle: 400 more are odds of ten to one. */
  readonly rating: number
  /** 95 % interval. */
  readonly low: number
  readonly high: number
  /** Comparisons it took part in. */
  readonly n: number
}

const SCALE = 400 / Math.LN10
const MIDDLE = 1000
/** Won and lost by everyone against an average one: keeps whoever never lost at a finite place. */
const PRIOR = 0.5
const MOST_STEPS = 1000
const ENOUGH = 1e-9

/**
 * Bradley-Terry ratings: the strengths under which what was seen is likeliest. Unlike Elo they do not depend on the order.
 *
 *     P(i better than j) = σ(θᵢ − θⱼ)        θ = argmax Σ [ s log σ(θᵢ − θⱼ) + (1 − s) log σ(θⱼ − θᵢ) ] + prior
 *
 * s = `pFirst`; prior = half a win and half a loss of everyone against an average one. Found by Newton's steps on one θ at
 * a time; rating = 1000 + 400/ln 10 · (θ − mean θ). Interval: ± 1.96 standard errors of θ − mean θ, from the inverse of the
 * information matrix: where all of them stand together is not known and does not matter.
 * Source: R. A. Bradley and M. E. Terry, 1952; used for leaderboards of chat models by Chatbot Arena, arXiv 2403.04132.
 *
 * Example: one of two wins 3 of 4. Without the prior the odds would be 3 to 1, 191 points; with it the ratings are 1082
 * and 918.
 */
export function bradleyTerry(count: number, comparisons: readonly Comparison[]): Rating[] {
  const strengths = fit(count, comparisons)
  const average = strengths.reduce((sum, strength) => sum + strength, 0) / count
  const variances = centredVariances(inverse(information(strengths, comparisons)))
  return strengths.map((strength, index) => {
    const half = 1.96 * Math.sqrt(variances[index] ?? 0) * SCALE
    const rating = MIDDLE + SCALE * (strength - average)
    const n = comparisons.filter(({ first, second }) => first === index || second === index).length
    return { rating, low: rating - half, high: rating + half, n }
  })
}

function fit(count: number, comparisons: readonly Comparison[]): number[] {
  const strengths = Array.from({ length: count }, () => 0)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    let largest = 0
    for (let index = 0; index < count; index += 1) {
      const own = strengths[index] ?? 0
      const toAverage = sigmoid(own)
      let slope = PRIOR - 2 * PRIOR * toAverage
      let curve = 2 * PRIOR * toAverage * (1 - toAverage)
      for (const { first, second, pFirst } of comparisons) {
        if (first !== index && second !== index) continue
        const other = strengths[first === index ? second : first] ?? 0
        const chance = sigmoid(own - other)
        slope += (first === index ? pFirst : 1 - pFirst) - chance
        curve += chance * (1 - chance)
      }
      // At most 1, so that a flat end cannot throw it far away.
      const change = Math.max(-1, Math.min(1, slope / curve))
      strengths[index] = own + change
      largest = Math.max(largest, Math.abs(change))
    }
    if (largest < ENOUGH) break
  }
  return strengths
}

function information(strengths: readonly number[], comparisons: readonly Comparison[]): number[][] {
  const matrix = strengths.map((own, row) =>
    strengths.map((_, column) => (row === column ? 2 * PRIOR * sigmoid(own) * (1 - sigmoid(own)) : 0)),
  )
  const add = (row: number, column: number, amount: number): void => {
    const line = matrix[row]
    if (line !== undefined) line[column] = (line[column] ?? 0) + amount
  }
  for (const { first, second } of comparisons) {
    const chance = sigmoid((strengths[first] ?? 0) - (strengths[second] ?? 0))
    const weight = chance * (1 - chance)
    add(first, first, weight)
    add(second, second, weight)
    add(first, second, -weight)
    add(second, first, -weight)
  }
  return matrix
}

/** Var(θᵢ − mean θ) from the covariances of θ. */
function centredVariances(covariances: readonly (readonly number[])[]): number[] {
  const size = covariances.length
  const means = covariances.map((row) => row.reduce((sum, value) => sum + value, 0) / size)
  const whole = means.reduce((sum, value) => sum + value, 0) / size
  return covariances.map((row, at) => (row[at] ?? 0) - 2 * (means[at] ?? 0) + whole)
}

/** By Gauss and Jordan; the prior keeps the matrix positive, so no rows need to be swapped. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))])
  for (let pivot = 0; pivot < size; pivot += 1) {
    const line = rows[pivot] ?? []
    const by = line[pivot] ?? 1
    rows[pivot] = line.map((value) => value / by)
    for (let row = 0; row < size; row += 1) {
      if (row === pivot) continue
      const factor = rows[row]?.[pivot] ?? 0
      rows[row] = (rows[row] ?? []).map((value, column) => value - factor * (rows[pivot]?.[column] ?? 0))
    }
  }
  return rows.map((row) => row.slice(size))
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
