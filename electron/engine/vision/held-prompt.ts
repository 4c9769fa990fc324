/** How an image's tokens are told: all alike, so pictures are compared by their files. */
const IMAGE_TOKEN = -1

/** How many tokens of a prompt are images. */
export function imageTokensOf({ tokens }: Pick<HeldPrompt, 'tokens'>): number {
  return tokens.filter((token) => token === IMAGE_TOKEN).length
}

export type HeldPrompt = {
  readonly tokens: readonly number[]
  readonly images: readonly string[]
}

/**
 * What the library will still have of a prompt in its KV cache. With other images than before it drops everything from
 * the first image on; with the same ones it keeps the common beginning. One token is always read again.
 *
 * Example: tokens [5, image, image, 7] were held and [5, image, image, 7, 8, 9] are asked with the same image: 4 are
 * reused and nothing is looked at; with another image 1 is reused.
 */
export function heldOf(
  asked: HeldPrompt,
  held: HeldPrompt | null,
): { readonly reusedTokens: number; readonly looking: boolean } {
  const alike = held === null ? 0 : commonLength(asked.tokens, held.tokens)
  const isSame = held !== null && asked.images.join('\n') === held.images.join('\n')
  const firstImage = asked.tokens.indexOf(IMAGE_TOKEN)
  const kept = isSame || firstImage === -1 ? alike : Math.min(alike, firstImage)
  const reusedTokens = Math.max(0, Math.min(kept, asked.tokens.length - 1))
  return { reusedTokens, looking: asked.tokens.lastIndexOf(IMAGE_TOKEN) >= reusedTokens }
}

function commonLength(one: readonly number[], other: readonly number[]): number {
  const end = one.findIndex((token, index) => token !== other[index])
  return end === -1 ? one.length : end
}
