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
      expect.arrayContaining([
        '**/*.node',
        '**/node_modules/@node-llama-cpp/**',
        '**/node_modules/@fugood/**',
      ]),
    )
  })
})

/** Every build of llama.cpp that a package names, as npm lays it out. */
function buildsOf(name: string): string[] {
  const manifest = readFileSync(join(projectFolder, 'node_modules', name, 'package.json'), 'utf8')
  const schema = z.object({ optionalDependencies: z.record(z.string(), z.string()) })
  return Object.keys(schema.parse(JSON.parse(manifest)).optionalDependencies)
}

/** The form that electron-builder brings `files` into when it reads them. */
const filesSchema = z.tuple([z.object({ filter: z.array(z.string()) })])
const ownFilesSchema = z.array(z.string())

describe('an installer holds the llama.cpp of one platform', () => {
  const installers = [
    ['linux', 'x64', ['linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext', 'linux-x64-vulkan'], 'linux-x64'],
    ['linux', 'arm64', ['linux-arm64'], 'linux-arm64'],
    ['mac', 'arm64', ['mac-arm64-metal'], 'darwin-arm64'],
    ['mac', 'x64', ['mac-x64'], 'darwin-x64'],
    ['win', 'x64', ['win-x64', 'win-x64-cuda', 'win-x64-cuda-ext', 'win-x64-vulkan'], 'win32-x64'],
    ['win', 'arm64', ['win-arm64'], 'win32-arm64'],
  ] as const
  test.each(installers)('%s %s', (os, arch, text, vision) => {
    const expand = (pattern: string) => pattern.replaceAll('${os}', os).replaceAll('${arch}', arch)
    // As electron-builder filters node_modules: everything but what the rules leave out.
    const [{ filter }] = filesSchema.parse(configuration.files)
    const rules = [...filter, ...ownFilesSchema.parse(configuration[os]?.files)]
    const leftOut = rules.filter((rule) => rule.startsWith('!'))
    const keeps = new FileMatcher('/app', '/out', expand, ['**/*', ...leftOut]).createFilter()
    const isFile = { isDirectory: () => false } as Parameters<typeof keeps>[1] // the one thing the filter asks of it
    const keptOf = (name: string) =>
      buildsOf(name).filter((build) => keeps(`/app/node_modules/${build}/index.node`, isFile))
    expect(keptOf('node-llama-cpp').sort()).toEqual(text.map((build) => `@node-llama-cpp/${build}`))
    expect(keptOf('@fugood/llama.node')).toEqual([`@fugood/node-llama-${vision}`])
    expect(keeps('/app/node_modules/@fugood/llama.node/lib/index.js', isFile)).toBe(true)
  })
})
