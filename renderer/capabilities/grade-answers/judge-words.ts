import type { DescribedJudge } from '../../../electron/contract/grades.ts'

/** What a chosen judge does, and what becomes of the open model meanwhile. */
export function judgeHint({ kind, room }: DescribedJudge): string {
  const what =
    kind === 'scores'
      ? 'It has a ranking head: it scores each answer by itself.'
      : 'It thinks and writes its judgements.'
  return `${what} ${where[room]}`
}

const where: Readonly<Record<DescribedJudge['room'], string>> = {
  open: 'It is the open model.',
  beside: 'It fits into memory beside the open model.',
  turns: 'The open model makes room while it judges, and is back as soon as you ask something.',
  none: 'It does not fit into the memory that is free now.',
}
