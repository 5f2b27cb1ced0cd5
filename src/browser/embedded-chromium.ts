import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar-fs'
import type { ExtractOptions } from 'tar-fs'
import { assertOwnFolder, openCacheFolder } from './cache-folder.ts'
import { sqliteFileName, standInSqlite, systemHasSqlite } from './stand-in-sqlite.ts'

export interface EmbeddedChromium {
  path: string
  /** For the browser's process only: where its libraries and fonts are. */
  env: Record<string, string>
}

// Raised when what is made of the same package changes.
const recipe = 2

// An unpacking that was killed leaves 211 MB behind; nothing takes an hour.
const abandonedAfterMs = 60 * 60 * 1000

/**
 * The Chromium inside the npm package @sparticuz/chromium, unpacked once per version into this user's cache. The
 * package's own unpacking is not used: it takes whatever file lies under a fixed name in the shared temp folder.
 * Undefined when the package is not installed, as on systems that it has no browser for.
 */
export async function unpackEmbeddedChromium(log: (line: string) => void): Promise<EmbeddedChromium | undefined> {
  const packageFolder = findPackage()
  if (packageFolder === undefined || process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const cache = openCacheFolder()
  const folder = join(cache, `chromium-${version}-${recipe}`)
  if (!existsSync(folder)) {
    log(`Unpacking the embedded Chromium ${version} into ${folder} (once, 211 MB).`)
    await removeAbandoned(cache)
    await unpack(join(packageFolder, 'bin'), folder)
  }
  assertOwnFolder(folder)
  return { path: join(folder, 'chromium'), env: browserEnvironment(folder) }
}

function findPackage(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    const folder = dirname(dirname(entry))
    return existsSync(join(folder, 'bin', 'chromium.br')) ? folder : undefined
  } catch {
    return undefined
  }
}

// For root, tar-fs would hand the files to whoever packed them.
const asOwn: ExtractOptions = {
  map: (header) => ({
    ...header,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    mode: header.mode & 0o755,
  }),
}

// Under a name of its own first, then renamed: a folder with the final name is always whole, however many start at once.
async function unpack(archives: string, folder: string): Promise<void> {
  const half = `${folder}.${process.pid}.${Date.now()}.half`
  await mkdir(half, { mode: 0o700 })
  try {
    const open = (name: string) => [createReadStream(join(archives, name)), createBrotliDecompress()] as const
    await pipeline(...open('chromium.br'), createWriteStream(join(half, 'chromium'), { mode: 0o700 }))
    await pipeline(...open('swiftshader.tar.br'), extract(half, asOwn))
    await pipeline(...open('al2023.tar.br'), extract(half, asOwn))
    await pipeline(...open('fonts.tar.br'), extract(join(half, 'fontconfig'), asOwn))
    await writeFile(join(half, 'fontconfig', 'fonts.conf'), fontsConf(folder))
    await mkdir(join(half, 'stand-in'))
    await writeFile(join(half, 'stand-in', sqliteFileName), standInSqlite())
    await rename(half, folder).catch((error: unknown) => {
      // Another run was first; its folder is as good.
      if (!existsSync(join(folder, 'chromium'))) throw error
    })
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!/^chromium-.*\.half$/.test(name)) continue
    const { mtimeMs } = await stat(join(cache, name))
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(join(cache, name), { recursive: true, force: true })
  }
}

// The package's own fonts.conf names a fixed folder in the shared temp folder. The system's fonts come first; the one
// family in the package is what remains on a machine that has none.
function fontsConf(folder: string): string {
  const fonts = join(folder, 'fontconfig')
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <dir>${escapeXml(join(fonts, 'fonts'))}</dir>
  <cachedir>${escapeXml(join(fonts, 'cache'))}</cachedir>
</fontconfig>
`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function browserEnvironment(folder: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const standIn = systemHasSqlite() ? undefined : join(folder, 'stand-in')
  const libraries = [join(folder, 'lib'), process.env['LD_LIBRARY_PATH'], standIn].filter(Boolean).join(':')
  return {
    ...Object.fromEntries(inherited),
    LD_LIBRARY_PATH: libraries,
    FONTCONFIG_PATH: join(folder, 'fontconfig'),
  }
}
