import { beforeAll, describe, expect, test } from 'vitest'
import { drawing } from './fixtures/make-images.ts'
import { given, openWorker } from './fixtures/open-worker.ts'
import { defaultWorkerLimits } from './image-worker.ts'

describe('a worker that fails costs one sentence, and the next image works:', () => {
  /** Busy for a good while. */
  const large = () =>
    drawing(60, 40).resize(5000, 5000, { fit: 'fill' }).png({ compressionLevel: 0 }).toBuffer()
  const small = () => drawing(60, 40).png().toBuffer()

  test('one that is ended from outside', async () => {
    const { worker, children } = openWorker()
    await worker.keep(given(await small()))
    const refused = expect(worker.keep(given(heavy))).rejects.toMatchObject({ code: 'image-reader-died' })
    children.at(-1)?.kill()
    await refused
    expect(await worker.keep(given(await small()))).toMatchObject({ width: 60 })
  })

  test.skipIf(process.platform === 'win32')('one that hangs', async () => {
    const { worker, children } = openWorker({ ...defaultWorkerLimits, work: 6_000 })
    await worker.keep(given(await small()))
    process.kill(children.at(-1)?.pid ?? Number.NaN, 'SIGSTOP')
    await expect(worker.keep(given(await small()))).rejects.toMatchObject({ code: 'image-too-slow' })
    expect(await worker.keep(given(await small()))).toMatchObject({ width: 60 })
  })

  test('one that gives back something else than a picture, at once or after a good small copy', async () => {
    const { worker } = openWorker(defaultWorkerLimits, 'lying-child.ts')
    const heard: Buffer[] = []
    const lied = worker.keep(given(await small()), undefined, (copy) => heard.push(copy))
    await expect(lied).rejects.toMatchObject({ code: 'image-result-bad' })
    expect(heard).toHaveLength(1)
    const other = openWorker(defaultWorkerLimits, 'lying-child.ts').worker
    const none = other.keep(given(Buffer.from('no picture')), undefined, (copy) => heard.push(copy))
    await expect(none).rejects.toMatchObject({ code: 'image-result-bad' })
    expect(heard).toHaveLength(1)
    expect(await worker.keep(given(await small()))).toMatchObject({ width: 60 })
  })

  test('one that is given up while it works', async () => {
    const { worker } = openWorker()
    await worker.keep(given(await small()))
    const stop = new AbortController()
    const refused = expect(worker.keep(given(heavy), stop.signal)).rejects.toThrow('not any more')
    setTimeout(() => stop.abort(new Error('not any more')), 20)
    await refused
    expect(await worker.keep(given(await small()))).toMatchObject({ width: 60 })
  })

  test('one that ended because nothing was asked', async () => {
    const { worker, children } = openWorker({ ...defaultWorkerLimits, idle: 50 })
    await worker.keep(given(await small()))
    await new Promise<void>((resolve) => children.at(-1)?.onExit(() => resolve()))
    await worker.keep(given(await small()))
    expect(children).toHaveLength(2)
  })

  let heavy: Buffer
  beforeAll(async () => {
    heavy = await large()
  })
})
