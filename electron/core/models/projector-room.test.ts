import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ModelFile } from '../../model-files/list-models.ts'
import { createProjectorRoom } from './projector-room.ts'

/** A model in one folder and image halves in it, beside it and in the person's folder. */
function room() {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-projectors-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const put = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, name)
    return path
  }
  const path = put('hub/model.gguf')
  const beside = put('hub/mmproj-model.gguf')
  put('own/eyes/mmproj-other.gguf')
  put('own/no-half.gguf')
  let chosen: string | undefined
  const memory = {
    projector: async () => chosen,
    keepProjector: async (_: string, next: string | null) => void (chosen = next ?? undefined),
  }
  const file = { path, projectorPath: beside } as ModelFile // all that is looked at
  return { room: createProjectorRoom({ folders: [join(folder, 'own')], memory }), file, beside }
}

test('image halves beside a model and in the own folders are offered, the one beside it is used', async () => {
  const { room: projectors, file, beside } = room()
  expect(await projectors.pathFor(file)).toBe(beside)
  expect(await projectors.choices(file)).toMatchObject({
    isByHand: false,
    choices: [
      { name: 'mmproj-model.gguf', place: null, isUsed: true },
      { name: 'mmproj-other.gguf', place: 'eyes', isUsed: false },
    ],
  })
})

test('what a person chose is used until they let Ponder decide again', async () => {
  const { room: projectors, file, beside } = room()
  const [, other] = (await projectors.choices(file)).choices
  await projectors.choose(file, other?.id ?? '')
  expect(await projectors.pathFor(file)).toMatch(/mmproj-other\.gguf$/)
  const { isByHand, choices } = await projectors.choices(file)
  expect(isByHand).toBe(true)
  expect(choices.find(({ isUsed }) => isUsed)?.name).toBe('mmproj-other.gguf')
  await projectors.choose(file, null)
  expect(await projectors.pathFor(file)).toBe(beside)
})

test('one that went meanwhile is refused in words', async () => {
  const { room: projectors, file } = room()
  await expect(projectors.choose(file, 'none')).rejects.toMatchObject({ code: 'model-file-missing' })
})
