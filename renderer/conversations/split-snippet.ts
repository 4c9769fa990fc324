export type SnippetPiece = { readonly text: string; readonly isMatch: boolean }

/** Takes a found snippet apart: matches stand between U+E000 and U+E001. */
export function splitSnippet(snippet: string): readonly SnippetPiece[] {
  const pieces: SnippetPiece[] = []
  for (const [at, part] of snippet.split(/[\uE000\uE001]/u).entries())
    if (part !== '') pieces.push({ text: part, isMatch: at % 2 === 1 })
  return pieces
}
