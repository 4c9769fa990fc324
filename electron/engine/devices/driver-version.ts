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
const LINUX_LIBRARIES = [
  'libcuda.so.1',
  'libcudart.so.12',
  'libcudart.so.13',
  'libcublas.so.12',
  'libcublas.so.13',
  'libvulkan.so.1',
]
const WINDOWS_LIBRARIES = ['nvcuda.dll', 'nvml.dll', 'vulkan-1.dll']
/** Names its version, or lists the drivers. */
const LINUX_TEXTS = ['/proc/driver/nvidia/version', '/sys/module/amdgpu/version']
const VULKAN_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d']

/**
 * Tells one state of this computer's drivers from another without asking them: by the sizes and times of their files.
 * `ponder`: the version of Ponder, which brings llama.cpp along.
 */
export async function driverVersion(
  ponder: string,
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
): Promise<string> {
  const parts = [TRY_VERSION, ponder, platform, process.arch, release()].map(String)
  const variables = VARIABLES.map((name) => `${name}=${environment[name] ?? ''}`)
  const files = await Promise.all(filesOf(platform, environment).map(stateOf))
  const texts = platform === 'linux' ? await Promise.all(LINUX_TEXTS.map(textOf)) : []
  const drivers = platform === 'linux' ? await Promise.all(VULKAN_DRIVERS.map(namesIn)) : []
  const all = [...parts, ...variables, ...files, ...texts, ...drivers]
  return createHash('sha256').update(all.join('\n')).digest('hex')
}

function filesOf(platform: NodeJS.Platform, environment: Environment): readonly string[] {
  if (platform === 'win32') {
    const folder = join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32')
    return WINDOWS_LIBRARIES.map((name) => join(folder, name))
  }
  if (platform !== 'linux') return []
  const own = (environment['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...LINUX_FOLDERS, ...own].flatMap((folder) => LINUX_LIBRARIES.map((name) => join(folder, name)))
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
