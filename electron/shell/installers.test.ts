import { DebugLogger } from 'builder-util'
import { FileMatcher } from 'app-builder-lib/out/fileMatcher.js'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { projectFolder } from './program-files.ts'

type Configuration = Awaited<ReturnType<typeof getConfig>>

let configuration: Configuration
beforeAll(async () => {
  configuration = await getConfig(projectFolder, 'electron-builder.yml', null)
})

describe('electron-builder.yml', () => {
  test('is valid by electron-builder’s own schema, which does refuse what it does not know', async () => {
    await validateConfiguration(configuration, new DebugLogger(false))
    const unknown = Object.assign({ appleId: 1 }, configuration)
    await expect(validateConfiguration(unknown, new DebugLogger(false))).rejects.toThrow(/appleId/)
  })

  test('turns off every way to run the packed program as something else', () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  test('takes the native parts out of the archive', () => {
    expect(configuration.asarUnpack).toEqual(
      expect.arrayContaining(['**/*.node', '**/node_modules/@node-llama-cpp/**']),
    )
  })
})

/** Every llama.cpp build that node-llama-cpp names. */
const builds = Object.keys(
  z
    .object({ optionalDependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(projectFolder, 'node_modules/node-llama-cpp/package.json'), 'utf8')))
    .optionalDependencies,
).map((name) => name.replace('@node-llama-cpp/', ''))

/** The form that electron-builder brings `files` into when it reads them. */
const filesSchema = z.tuple([z.object({ filter: z.array(z.string()) })])

describe('an installer holds the llama.cpp of one platform', () => {
  const installers = [
    ['linux', 'x64', ['linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext', 'linux-x64-vulkan']],
    ['linux', 'arm64', ['linux-arm64']],
    ['mac', 'arm64', ['mac-arm64-metal']],
    ['mac', 'x64', ['mac-x64']],
    ['win', 'x64', ['win-x64', 'win-x64-cuda', 'win-x64-cuda-ext', 'win-x64-vulkan']],
    ['win', 'arm64', ['win-arm64']],
  ] as const
  test.each(installers)('%s %s', (os, arch, expected) => {
    const expand = (pattern: string) => pattern.replaceAll('${os}', os).replaceAll('${arch}', arch)
    // As electron-builder filters node_modules: everything but what the rules leave out.
    const [{ filter }] = filesSchema.parse(configuration.files)
    const rules = filter.filter((rule) => rule.startsWith('!'))
    const keeps = new FileMatcher('/app', '/out', expand, ['**/*', ...rules]).createFilter()
    const isFile = { isDirectory: () => false } as Parameters<typeof keeps>[1] // the one thing the filter asks of it
    const kept = builds.filter((build) =>
      keeps(`/app/node_modules/@node-llama-cpp/${build}/bins/${build}/llama-addon.node`, isFile),
    )
    expect(kept.sort()).toEqual(expected)
  })
})
