import { PonderError, type Problem } from '../../contract/ponder-error.ts'

/** What may be over in a moment: worth another try, and a sentence for the person when it stays. */
export class PassingFault extends PonderError {
  /** How long the hub asks to wait, in ms; null when it does not say. */
  readonly waitMs: number | null

  constructor(problem: Problem, waitMs: number | null = null, options?: ErrorOptions) {
    super(problem, options)
    this.name = 'PassingFault'
    this.waitMs = waitMs
  }
}

const LATER = 'Check your internet connection, then resume. What has arrived is kept.'

export function unreachable(host: string, cause: unknown): PassingFault {
  const problem = { code: 'hub-unreachable', message: `${host} cannot be reached.`, remedy: LATER }
  return new PassingFault(problem, null, { cause })
}

export function stalled(host: string): PassingFault {
  return new PassingFault({
    code: 'connection-stalled',
    message: `${host} stopped sending.`,
    remedy: LATER,
  })
}

export function cut(host: string, cause?: unknown): PassingFault {
  const problem = { code: 'connection-cut', message: `The connection to ${host} broke off.`, remedy: LATER }
  return new PassingFault(problem, null, { cause })
}

export function busy(host: string, waitMs: number | null): PassingFault {
  const problem = {
    code: 'hub-busy',
    message: `${host} is busy and asks to wait${waitMs === null ? '' : ` ${minutes(waitMs)}`}.`,
    remedy: 'Resume later. What has arrived is kept.',
  }
  return new PassingFault(problem, waitMs)
}

export function failing(host: string, status: number): PassingFault {
  return new PassingFault({
    code: 'hub-failing',
    message: `${host} could not give the file (status ${status}).`,
    remedy: 'Resume later. What has arrived is kept.',
  })
}

/** The hub said one thing and sent another. */
export function oddAnswer(host: string, what: string): PassingFault {
  return new PassingFault({
    code: 'hub-odd-answer',
    message: `${host} sent something else than was asked for: ${what}.`,
    remedy: 'Resume later. If it stays, cancel the download and look the address up again.',
  })
}

export function notTrusted(host: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'hub-not-trusted',
      message: `The connection to ${host} is not secure: its certificate cannot be trusted.`,
      remedy: 'Check the date of this computer, and whether a proxy or a filter stands between.',
    },
    { cause },
  )
}

export function wrongHost(host: string): PonderError {
  return new PonderError({
    code: 'unexpected-host',
    message: `The download was sent on to ${host}, which is not a place models come from.`,
    remedy: 'Nothing was fetched from there. Try again later, or get the file another way.',
  })
}

export function tooManyRedirects(host: string): PonderError {
  return new PonderError({
    code: 'too-many-redirects',
    message: `${host} sends the download around in circles.`,
    remedy: 'Try again later.',
  })
}

/** What the hub refuses for good, from its status and its own error code. */
export function refused(
  host: string,
  status: number,
  hubCode: string | null,
  hasToken: boolean,
): PonderError {
  if (hubCode === 'GatedRepo' || status === 403)
    return new PonderError({
      code: 'gated-model',
      message: 'This model is given only to people who have accepted its terms.',
      remedy: hasToken
        ? `Accept them on its page at ${host} with the account your token belongs to, then try again.`
        : `Accept them on its page at ${host}, then start Ponder with your access token in HF_TOKEN.`,
    })
  if (hubCode === 'RevisionNotFound')
    return new PonderError({
      code: 'no-such-revision',
      message: 'That version of the model does not exist.',
      remedy: 'Check the address, or paste the address of the model’s main page.',
    })
  if (hubCode === 'EntryNotFound')
    return new PonderError({
      code: 'no-such-file',
      message: 'That file is no longer in its repository.',
      remedy: 'Look the address up again to see what is there now.',
    })
  return new PonderError({
    code: 'no-such-model',
    message: `There is no such model on ${host}, or it is private.`,
    remedy: 'Check the address for typing mistakes.',
  })
}

function minutes(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  return `${Math.ceil(seconds / 60)} minutes`
}
