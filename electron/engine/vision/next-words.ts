import { z } from 'zod'
import { PonderError } from '../../contract/ponder-error.ts'
import type { JoinedPrompt } from './join-prompt.ts'
import type { NativeModel } from './llama-node.ts'
import { visionFailed } from './native-problems.ts'
import type { WordProbability } from './vision-engine.ts'

/** So many of the likeliest tokens are listed; what is not among them has a probability under 0.001. */
const LISTED_TOKENS = 1000
/** A sum of so many numbers rounded to 32 bits. */
const ROUNDING = 1e-3

const listSchema = z.object({
  probs: z.array(z.object({ tok_str: z.string(), prob: z.number() })).min(1),
})

export type LikelyTokens = {
  readonly probabilities: ReadonlyMap<string, number>
  readonly readTokens: number
}

export type WordReader = {
  readonly likeliest: (prompt: JoinedPrompt) => Promise<LikelyTokens>
  readonly read: (prompt: JoinedPrompt, words: readonly string[]) => Promise<readonly WordProbability[]>
}

/**
 * How likely each word comes next:
 *
 *     P(word) = softmax(logits)[first token of the word]
 *
 * One token is sampled at temperature 1 with nothing cut away, and the library tells its candidates. It appends every
 * list to those it told before and never clears them: the last one counts, and there must be exactly one more.
 */
export function createWordReader(native: NativeModel): WordReader {
  let lists = 0

  async function likeliest(prompt: JoinedPrompt): Promise<LikelyTokens> {
    const { completion_probabilities: told = [], timings } = await native.complete(
      {
        prompt: prompt.text,
        media_paths: prompt.images,
        n_predict: 1,
        n_probs: LISTED_TOKENS,
        temperature: 1,
        top_k: 0,
        top_p: 1,
        min_p: 0,
      },
      () => undefined,
    )
    lists += 1
    if (told.length !== lists) throw visionFailed(new Error(`${told.length} lists came instead of ${lists}`))
    return { probabilities: summed(listSchema.parse(told.at(-1)).probs), readTokens: timings.prompt_n }
  }

  return {
    likeliest,
    async read(prompt, words) {
      const before = await native.tokenize(prompt.lastText, [])
      const firsts = []
      for (const word of words) firsts.push(await firstToken(native, prompt.lastText, before, word))
      refuseSharedTokens(words, firsts)
      const { probabilities } = await likeliest(prompt)
      return firsts.map(({ text, whole }, index) => ({
        word: words[index] ?? '',
        probability: Math.min(1, probabilities.get(text) ?? 0),
        whole,
      }))
    },
  }
}

/** By text, since the library does not tell the tokens' numbers. Tokens that read alike are one word to a reader. */
function summed(probs: readonly { tok_str: string; prob: number }[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  let total = 0
  for (const { tok_str, prob } of probs) {
    sums.set(tok_str, (sums.get(tok_str) ?? 0) + prob)
    total += prob
  }
  if (!(total > 0 && total < 1 + ROUNDING)) throw visionFailed(new Error(`probabilities sum to ${total}`))
  return sums
}

type FirstToken = { readonly text: string; readonly whole: boolean }

/** The token that a word begins with where it stands, behind the end of the prompt. */
async function firstToken(
  native: NativeModel,
  lastText: string,
  before: readonly number[],
  word: string,
): Promise<FirstToken> {
  const together = await native.tokenize(lastText + word, [])
  const first = together[before.length]
  const text = first === undefined ? '' : await native.detokenize([first])
  // Joined with the prompt's end, or half a character: no list would hold it.
  if (before.some((token, index) => token !== together[index]) || text === '' || text.includes('\ufffd')) {
    throw unusable(`"${word}" cannot be read as a word of its own behind this prompt.`)
  }
  return { text, whole: together.length === before.length + 1 }
}

function refuseSharedTokens(words: readonly string[], firsts: readonly FirstToken[]): void {
  const seen = new Map<string, string>()
  firsts.forEach(({ text }, index) => {
    const word = words[index] ?? ''
    const other = seen.get(text)
    if (other !== undefined) throw unusable(`"${other}" and "${word}" begin alike, with "${text}".`)
    seen.set(text, word)
  })
}

function unusable(message: string): PonderError {
  return new PonderError({
    code: 'words-unusable',
    message,
    remedy: 'Ask for other words, such as letters that stand for the choices.',
  })
}
