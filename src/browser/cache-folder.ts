import { mkdirSync, statSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * A folder of this user's own for what can be made again. Programs are started from it, so a folder that somebody else
 * owns or may write to is refused. Falls back to the temp folder where there is no home to write to.
 */
export function openCacheFolder(): string {
  const failures: string[] = []
  for (const folder of [userCacheFolder(), join(tmpdir(), `stagelight-${userId()}`)]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      assertOwnFolder(folder)
      return folder
    } catch (error) {
      failures.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(`No folder to unpack into. ${failures.join('; ')}`)
}

/** Throws unless the folder belongs to this user and only this user may write to it. */
export function assertOwnFolder(folder: string): void {
  if (process.platform === 'win32') return
  const { uid, mode } = statSync(folder)
  if (uid !== process.getuid?.()) throw new Error('belongs to another user')
  if ((mode & 0o022) !== 0) throw new Error('others may write to it')
}

function userCacheFolder(): string {
  const home = homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'stagelight')
  if (process.platform === 'win32')
    return join(process.env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'stagelight')
  return join(process.env['XDG_CACHE_HOME'] || join(home, '.cache'), 'stagelight')
}

function userId(): string {
  return String(process.getuid?.() ?? userInfo().username)
}
