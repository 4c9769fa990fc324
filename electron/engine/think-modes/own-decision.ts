import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/**
 * How likely the model itself would go on thinking, once its prompt has opened a thought:
 *
 *     P(think) = 1 − Σ P(t), over the tokens t that close the thought at once
 *
 * Evaluates `tokens`, the end of the prompt, on the sequence that the answer is then written on: nothing is read twice, and
 * reading them and looking behind the last is one step.
 * Example: closing tokens with logits 4 and 2, maximum 4, total weight 1.5: 1 − (e⁰ + e⁻²) / 1.5 = 0.243.
 */
export async function ownDecision(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  closers: readonly Token[],
): Promise<number> {
  // Not `includeMax`: in node-llama-cpp 3.22.1 that gives the largest logit only when its token is asked for anyway.
  const filter = { tokens: closers, includeTop: 1 }
  const read = await sequence.controlledEvaluate(
    tokens.map((token, at) =>
      at < tokens.length - 1
        ? token
        : ([token, { generateNext: { logits: { filter }, totalLogitWeight: true } }] as const),
    ),
  )
  const output = read.at(-1)
  return thinkProbability(output?.next.logits ?? new Map(), closers, output?.next.totalLogitWeight ?? 0)
}

/** The formula above. `totalWeight` = Σ exp(logit − largest logit) over the whole vocabulary. */
export function thinkProbability(
  logits: ReadonlyMap<number, number>,
  closers: readonly number[],
  totalWeight: number,
): number {
  const largest = Math.max(...logits.values())
  const closing = closers.map((token) => Math.exp((logits.get(token) ?? -Infinity) - largest))
  const sum = closing.reduce((total, weight) => total + weight, 0)
  if (!(totalWeight > 0)) return 1
  return Math.min(1, Math.max(0, 1 - sum / totalWeight))
}
