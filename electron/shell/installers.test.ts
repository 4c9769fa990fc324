import { DebugLogger } from 'builder-util'
import { FileMatcher } from 'app-builder-lib/out/fileMatcher.js'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Worker } from 'node:worker_threads'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
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

/** Tells as electron-builder does which files of node_modules, given under /app, an installer holds. */
function keptOn(os: 'linux' | 'mac' | 'win', arch: string): (path: string) => boolean {
  const expand = (pattern: string) => pattern.replaceAll('${os}', os).replaceAll('${arch}', arch)
  const [{ filter }] = filesSchema.parse(configuration.files)
  const rules = [...filter, ...ownFilesSchema.parse(configuration[os]?.files)]
  const leftOut = rules.filter((rule) => rule.startsWith('!'))
  const keeps = new FileMatcher('/app', '/out', expand, ['**/*', ...leftOut]).createFilter()
  const isFile = { isDirectory: () => false } as Parameters<typeof keeps>[1] // the one thing the filter asks of it
  return (path) => keeps(path, isFile)
}

describe('an installer holds the native libraries of one platform', () => {
  const installers = [
    ['linux', 'x64', ['linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext', 'linux-x64-vulkan'], 'linux-x64'],
    ['linux', 'arm64', ['linux-arm64'], 'linux-arm64'],
    ['mac', 'arm64', ['mac-arm64-metal'], 'darwin-arm64'],
    ['mac', 'x64', ['mac-x64'], 'darwin-x64'],
    ['win', 'x64', ['win-x64', 'win-x64-cuda', 'win-x64-cuda-ext', 'win-x64-vulkan'], 'win32-x64'],
    ['win', 'arm64', ['win-arm64'], 'win32-arm64'],
  ] as const
  test.each(installers)('%s %s', (os, arch, text, vision) => {
    const keeps = keptOn(os, arch)
    const keptOf = (name: string) =>
      buildsOf(name).filter((build) => keeps(`/app/node_modules/${build}/index.node`))
    expect(keptOf('node-llama-cpp').sort()).toEqual(text.map((build) => `@node-llama-cpp/${build}`))
    expect(keptOf('@fugood/llama.node')).toEqual([`@fugood/node-llama-${vision}`])
    const images =
      os === 'win' ? [`@img/sharp-${vision}`] : [`@img/sharp-${vision}`, `@img/sharp-libvips-${vision}`]
    expect(keptOf('sharp').sort()).toEqual(images.sort())
    expect(keeps('/app/node_modules/@fugood/llama.node/lib/index.js')).toBe(true)
  })
})

test('text in images is read by what lies outside the archive alone, without what was left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-unpacked-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const keeps = keptOn('linux', 'x64')
  const unpacked = z.array(z.string()).parse(configuration.asarUnpack)
  const isOutside = new FileMatcher('/app', '/out', (pattern) => pattern, unpacked).createFilter()
  const modules = join(projectFolder, 'node_modules')
  const wanted = (path: string) => {
    const stat = statSync(path)
    const inApp = `/app/${relative(projectFolder, path)}`
    return stat.isDirectory() || (keeps(inApp) && isOutside(inApp, stat))
  }
  // Every package that tesseract.js names, some of which it does not need.
  const manifest = readFileSync(join(modules, 'tesseract.js', 'package.json'), 'utf8')
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(manifest))
  for (const name of ['tesseract.js', ...Object.keys(dependencies), '@tesseract.js-data/eng'])
    cpSync(join(modules, name), join(folder, 'node_modules', name), { recursive: true, filter: wanted })

  const inFolder = (...path: string[]) => JSON.stringify(join(folder, 'node_modules', ...path))
  const thread = new Worker(
    `const { createWorker } = require(${JSON.stringify(join(modules, 'tesseract.js'))})
     const { parentPort } = require('node:worker_threads')
     createWorker('eng', 1, {
       workerPath: ${inFolder('tesseract.js', 'src', 'worker-script', 'node', 'index.js')},
       langPath: ${inFolder('@tesseract.js-data', 'eng', '4.0.0_best_int')},
       cacheMethod: 'none',
     }).then(() => parentPort.postMessage('ready'))`,
    { eval: true },
  )
  onTestFinished(async () => void (await thread.terminate()))
  const said = await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject))
  expect(said).toBe('ready')
})
