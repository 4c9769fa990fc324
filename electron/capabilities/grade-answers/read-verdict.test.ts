import { describe, expect, test } from 'vitest'
import { readVerdict } from './read-verdict.ts'

const forOne = { kind: 'verdict', better: 1 } as const
const forTwo = { kind: 'verdict', better: 2 } as const

describe('a verdict', () => {
  test('is the one box in the answer (the worked example)', () => {
    expect(readVerdict(String.raw`The first is right. \boxed{Assistant 1}`, false)).toEqual(forOne)
    expect(readVerdict(String.raw`\boxed{Assistant 1} or \boxed{Assistant 2}`, false)).toEqual({
      kind: 'none',
      why: 'double',
    })
  })

  test.each([
    ['spacing does not matter', String.raw`\boxed { Assistant 2 }`, forTwo],
    ['case does not matter', String.raw`\boxed{assistant 2}`, forTwo],
    ['a full stop inside the box', String.raw`\boxed{Assistant 1.}`, forOne],
    ['set as text', String.raw`\boxed{\text{Assistant 1}}`, forOne],
    ['set in bold', String.raw`\boxed{\textbf{Assistant~2}}`, forTwo],
    ['marked', String.raw`\boxed{**Assistant 1**}`, forOne],
    ['without a space', String.raw`\boxed{Assistant1}`, forOne],
    ['a number worked out beside it', String.raw`It is \boxed{42}, so \boxed{Assistant 2}`, forTwo],
  ])('is read: %s', (_reason, text, verdict) => {
    expect(readVerdict(text, false)).toEqual(verdict)
  })

  test.each([
    ['nothing was said', '', 'absent'],
    ['it was said without a box', 'Assistant 1 is better.', 'absent'],
    ['a box of another kind', String.raw`\boxed{42}`, 'malformed'],
    ['a third assistant', String.raw`\boxed{Assistant 3}`, 'malformed'],
    ['both in one box', String.raw`\boxed{Assistant 1 and Assistant 2}`, 'malformed'],
    ['a tie', String.raw`\boxed{Neither}`, 'malformed'],
    ['a box that is never closed', String.raw`So: \boxed{Assistant 1`, 'malformed'],
    ['one set as text, one plain', String.raw`\boxed{\text{Assistant 1}} but \boxed{Assistant 2}`, 'double'],
    ['set as text and never closed', String.raw`So: \boxed{\text{Assistant 1}`, 'malformed'],
    ['twice the same', String.raw`\boxed{Assistant 1} \boxed{Assistant 1}`, 'double'],
  ])('is none: %s', (_reason, text, why) => {
    expect(readVerdict(text, false)).toEqual({ kind: 'none', why })
  })

  test.each([
    ['before it came to one', 'Let me see: the first'],
    ['inside the box', String.raw`So: \boxed{Assist`],
  ])('is none where the judge was cut off %s', (_reason, text) => {
    expect(readVerdict(text, true)).toEqual({ kind: 'none', why: 'truncated' })
  })

  test('stands where the judge was cut off after it', () => {
    expect(readVerdict(String.raw`\boxed{Assistant 1} because`, true)).toEqual(forOne)
  })
})
