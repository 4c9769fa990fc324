import type { IncomingHttpHeaders } from 'node:http'
import { oddAnswer } from './faults.ts'

type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly host: string }
type Asked = { readonly received: number; readonly etag: string | null; readonly sizeBytes: number }

/** append: the rest, to be put behind what is there. from-start: the whole file. changed: another file than before. */
export type Verdict = 'append' | 'from-start' | 'changed' | 'refused'

/**
 * What may be done with the body of an answer to "everything from byte `received` on". Nothing is appended unless the
 * answer says that it begins exactly there. Throws what may be otherwise the next time.
 *
 * Example: 1000 of 5000 bytes are there and "Content-Range: bytes 1000-4999/5000" came: append.
 */
export function judgeReply({ status, headers, host }: Reply, { received, etag, sizeBytes }: Asked): Verdict {
  if (status === 416 && received > 0) return 'changed'
  if (status !== 200 && status !== 206) return 'refused'
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw oddAnswer(host, 'a packed file')
  const length = headers['content-length']
  if (status === 200) {
    // The range was not heeded, or the file is another one by now: its sum will tell.
    if (length !== undefined && Number(length) !== sizeBytes) throw oddAnswer(host, 'a file of another size')
    return 'from-start'
  }
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
  const [first, last] = [Number(range?.[1]), Number(range?.[2])]
  const isWhole = range?.[3] === '*' || Number(range?.[3]) === sizeBytes
  if (received === 0 || first !== received || last < first || last >= sizeBytes || !isWhole)
    throw oddAnswer(host, 'another part of the file')
  if (length !== undefined && Number(length) !== last - first + 1)
    throw oddAnswer(host, 'another part of the file')
  // A server that does not know If-Range sends the range of whatever it has.
  return etag !== null && headers.etag !== undefined && headers.etag !== etag ? 'changed' : 'append'
}
