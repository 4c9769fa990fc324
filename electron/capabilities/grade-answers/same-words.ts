/**
 * Whether two answers say the same: case, spacing, sentence marks at the ends and emphasis do not matter.
 *
 * Example: "**932**." and "932" are the same; "9.32" and "932" are not.
 */
export function sameWords(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[*_`]+/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s"'“”.!]+|[\s"'“”.!]+$/gu, '')
}
