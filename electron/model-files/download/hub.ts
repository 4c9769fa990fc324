import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { isPlainPath } from './address.ts'
import { busy, cut, failing, oddAnswer, PassingFault, refused } from './faults.ts'
import { askHub, type Hub, type HubReply } from './hub-request.ts'
import { retrying } from './retry.ts'

/** A file the hub holds, with what is needed to know it again. */
export type HubFile = {
  /** Within the repository, checked to be relative and plain. */
  readonly path: string
  readonly sizeBytes: number
  /** Of the whole content, in hexadecimal digits. */
  readonly sha256: string
}

export type HubRepository = {
  readonly repository: string
  /** The commit: what is listed is what will be fetched, even when the repository changes meanwhile. */
  readonly revision: string
  /** As the repository names it, for example "apache-2.0". */
  readonly licence: string | null
  /** GGUF files that the hub gives a checksum for; others cannot be checked, so they are not offered. */
  readonly files: readonly HubFile[]
}

/** Beyond any real repository, and little enough to hold. */
const LARGEST_REPLY_BYTES = 16 * 1024 * 1024
const MOST_PAGES = 20
/** For all pages together. */
const LISTING_MS = 60_000

/** Only what is needed; the hub says much more. */
const infoSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  tags: z.array(z.string()).nullish(),
  cardData: z.object({ license: z.unknown(), license_name: z.unknown() }).partial().nullish(),
})

const entrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().nonnegative().optional(),
  lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).nullish(),
})

/** What a repository holds, at one commit. Contacts the hub; throws a PonderError when it cannot be known. */
export async function lookUpRepository(
  hub: Hub,
  repository: string,
  revision: string | null,
  signal: AbortSignal,
): Promise<HubRepository> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(LISTING_MS)])
  const read = <Schema extends z.ZodType>(place: string, schema: Schema) =>
    retrying(() => readJson(hub, place, schema, within), {
      pauseMs: hub.patience.pauseMs / 2,
      signal: within,
      most: 3,
    })
  try {
    const place = `/api/models/${repository}`
    const info = (await read(`${place}/revision/${encodeURIComponent(revision ?? 'main')}`, infoSchema)).value
    const files: HubFile[] = []
    let next: string | null = `${place}/tree/${info.sha}?recursive=true`
    for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
      const { value, headers } = await read(next, z.array(entrySchema))
      files.push(...value.flatMap(checkableGguf))
      next = nextPage(headers, hub)
    }
    return { repository, revision: info.sha, licence: licenceOf(info), files }
  } catch (thrown) {
    signal.throwIfAborted()
    if (within.aborted) throw busy(hub.base.host, null)
    throw thrown
  }
}

function checkableGguf({ type, path, lfs }: z.infer<typeof entrySchema>): HubFile[] {
  const isChecked = lfs && /^[0-9a-f]{64}$/.test(lfs.oid) && lfs.size > 0
  if (type !== 'file' || !isChecked || !/\.gguf$/i.test(path) || !isPlainPath(path)) return []
  return [{ path, sizeBytes: lfs.size, sha256: lfs.oid }]
}

function licenceOf({ tags, cardData }: z.infer<typeof infoSchema>): string | null {
  const named = [cardData?.license_name, cardData?.license].flat().find((each) => typeof each === 'string')
  const tag = tags?.find((each) => each.startsWith('license:'))?.slice('license:'.length)
  const licence = named !== undefined && named !== 'other' ? named : (tag ?? null)
  return licence === null ? null : licence.slice(0, 80)
}

/** The next page's place, when it is on the hub itself. */
function nextPage(headers: IncomingHttpHeaders, hub: Hub): string | null {
  const link = [headers['link']].flat().join(', ')
  const target = /<([^<>]+)>;\s*rel="?next"?/.exec(link)?.[1]
  if (target === undefined || !URL.canParse(target, hub.base.href)) return null
  const url = new URL(target, hub.base)
  return url.origin === hub.base.origin ? url.pathname + url.search : null
}

async function readJson<Schema extends z.ZodType>(
  hub: Hub,
  place: string,
  schema: Schema,
  signal: AbortSignal,
): Promise<{ readonly value: z.output<Schema>; readonly headers: IncomingHttpHeaders }> {
  const reply = await askHub(hub, place, { accept: 'application/json' }, signal)
  try {
    if (reply.status !== 200) throw refusalOf(reply, hub)
    const text = await readText(reply)
    const parsed = schema.safeParse(parseJson(text, reply.host))
    if (!parsed.success) throw oddAnswer(reply.host, 'its list of files cannot be read')
    return { value: parsed.data, headers: reply.headers }
  } finally {
    reply.body.destroy()
  }
}

async function readText({ body, host }: HubReply): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LARGEST_REPLY_BYTES) throw oddAnswer(host, 'a list that is far too long')
      chunks.push(chunk)
    }
  } catch (thrown) {
    throw thrown instanceof PassingFault ? thrown : cut(host, thrown)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string, host: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw oddAnswer(host, 'its list of files cannot be read')
  }
}

/** Why there was no file: for good, or for a moment. Only the hub itself refuses; elsewhere a link has run out. */
export function refusalOf({ status, headers, host, isHub }: HubReply, hub: Hub): Error {
  if (status === 429 || status === 503) return busy(host, askedWait(headers))
  if (isHub && [401, 403, 404, 410].includes(status))
    return refused(host, status, headerOf(headers, 'x-error-code'), hub.token !== null)
  return failing(host, status)
}

/** `Retry-After` in seconds or as a date, else the hub's own `RateLimit: …;t=seconds`; in ms. */
function askedWait(headers: IncomingHttpHeaders): number | null {
  const after = headers['retry-after'] ?? /;t=(\d+)/.exec(headerOf(headers, 'ratelimit') ?? '')?.[1]
  if (after === undefined) return null
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' ? value : null
}
