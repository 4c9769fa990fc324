/** What a native library needs to find itself, its GPU driver and its temporary files; nothing else is passed on. */
const KEPT = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TMP',
  'TEMP',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'CUDA_VISIBLE_DEVICES',
  'CUDA_PATH',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'USERPROFILE',
  'LOCALAPPDATA',
  'APPDATA',
  'PROGRAMDATA',
  'ProgramFiles',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]

/**
 * Read by glibc alone. llama.cpp's working memory grows with the context, a little larger at each step; left alone, glibc keeps
 * the smaller ones: 94 of 422 MiB at 8192 tokens. From 4 MiB on each is given back, which no token needs to sample.
 */
const GIVES_MEMORY_BACK = {
  MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(16 * 2 ** 20),
}

/** A child reads untrusted files, so tokens and keys that stand in the environment stay with its parent. */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const kept: Record<string, string> = { ...GIVES_MEMORY_BACK }
  for (const name of KEPT) {
    const value = environment[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}
