import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { release } from 'node:os'
import { delimiter, join } from 'node:path'

/** Counted up when trying changes, so that old results are not believed. */
const TRY_VERSION = 1

type Environment = Readonly<Record<string, string | undefined>>

/** What decides, beside the drivers, which devices a process sees. */
const VARIABLES = [
  'CUDA_VISIBLE_DEVICES',
  'CUDA_PATH',
  'LD_LIBRARY_PATH',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
]

const LINUX_FOLDERS = [
  '/usr/lib',
  '/usr/lib64',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib/wsl/lib',
  '/usr/local/cuda/lib64',
]
/** Of drivers; the library looks for CUDA's by the first two, and for Vulkan by the last. */
const LINUX_DRIVERS = [
  'libnvidia-ml.so',
  'libnvidia-ml.so.1',
  'libcuda.so.1',
  'libvulkan.so',
  'libvulkan.so.1',
]
/** What CUDA needs beside its driver. */
const LINUX_LIBRARIES = ['libcudart.so.12', 'libcudart.so.13', 'libcublas.so.12', 'libcublas.so.13']
const WINDOWS_DRIVERS = ['nvcuda.dll', 'nvml.dll', 'vulkan-1.dll']
/** Names its version, or lists the drivers. */
const LINUX_TEXTS = ['/proc/driver/nvidia/version', '/sys/module/amdgpu/version']
const VULKAN_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d']

export type DriverState = {
  /** Tells one state of the drivers from another. */
  readonly version: string
  /** False where there is no file of any driver, so nothing to try. */
  readonly isAny: boolean
}

/**
 * What can be known of this computer's drivers without asking them: the sizes and times of their files. `ponder`: the
 * version of Ponder, which brings llama.cpp along.
 */
export async function driverState(
  ponder: string,
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
): Promise<DriverState> {
  const parts = [TRY_VERSION, ponder, platform, process.arch, release()].map(String)
  const variables = VARIABLES.map((name) => `${name}=${environment[name] ?? ''}`)
  const statesOf = (paths: readonly string[]) => Promise.all(paths.map(stateOf))
  const drivers = await statesOf(driverFiles(platform, environment))
  const isLinux = platform === 'linux'
  const others = isLinux ? await statesOf(inEach(linuxFolders(environment), LINUX_LIBRARIES)) : []
  const texts = isLinux ? await Promise.all(LINUX_TEXTS.map(textOf)) : []
  const lists = isLinux ? await Promise.all(VULKAN_DRIVERS.map(namesIn)) : []
  const all = [...parts, ...variables, ...drivers, ...others, ...texts, ...lists]
  return {
    version: createHash('sha256').update(all.join('\n')).digest('hex'),
    isAny: platform === 'darwin' || [...drivers, ...texts].some((text) => text !== ''),
  }
}

function driverFiles(platform: NodeJS.Platform, environment: Environment): readonly string[] {
  if (platform === 'linux') return inEach(linuxFolders(environment), LINUX_DRIVERS)
  const system = join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32')
  return platform === 'win32' ? inEach([system], WINDOWS_DRIVERS) : []
}

function linuxFolders(environment: Environment): readonly string[] {
  // The library looks in PATH too.
  const own = ['LD_LIBRARY_PATH', 'CUDA_PATH', 'PATH'].flatMap((name) =>
    (environment[name] ?? '').split(delimiter),
  )
  return [...new Set([...LINUX_FOLDERS, ...own.filter((folder) => folder !== '')])]
}

function inEach(folders: readonly string[], names: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => names.map((name) => join(folder, name)))
}

/** '' for what is not there. */
async function stateOf(path: string): Promise<string> {
  return stat(path).then(
    ({ size, mtimeMs }) => `${path} ${size} ${mtimeMs}`,
    () => '',
  )
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

async function namesIn(folder: string): Promise<string> {
  return readdir(folder).then(
    (names) => names.sort().join(' '),
    () => '',
  )
}
