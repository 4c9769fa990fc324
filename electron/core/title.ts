/** Characters a title may take in the list before it is cut at a word. */
const LONGEST = 60

/**
 * A conversation's first title: the beginning of its first question. No model is asked, so naming a conversation
 * never touches the KV cache.
 */
export function titleFrom(question: string): string {
  const line = question.trim().split('\n', 1)[0]?.replace(/\s+/g, ' ') ?? ''
  if (line === '') return 'New chat'
  // By what a reader takes for one letter: an emoji of several parts is not cut in two.
  const letters = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment)
  if (letters.length <= LONGEST) return line
  const cut = letters.slice(0, LONGEST).join('')
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > LONGEST / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`
}
