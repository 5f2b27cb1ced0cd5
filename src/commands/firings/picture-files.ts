import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { findBrowser } from '../../browser/find-browser.ts'
import { launchBrowser } from '../../browser/launch-browser.ts'
import type { Card } from './cards.ts'
import { drawShot, shotsOf } from './shots.ts'

/** Writes pictures of cards into a folder. */
export interface PictureFiles extends AsyncDisposable {
  /** Path of a PNG file with the thing marked; empty where there is no picture. */
  write(card: Card): Promise<string>
}

/** The browser that draws is started with the first picture. */
export function openPictureFiles(folder: string): PictureFiles {
  let started: { browser: Browser; page: Page } | undefined
  return {
    async write(card) {
      const {
        embedded: [picture],
        shots: [shot],
      } = shotsOf([card])
      if (!picture || !shot) return ''
      if (!started) {
        await mkdir(folder, { recursive: true })
        const browser = await launchBrowser(await findBrowser())
        started = { browser, page: await browser.newPage() }
      }
      const { page } = started
      const file = join(folder, `${card.firing.rule}-${card.firing.key.slice(0, 26)}.png`)
      await page.setViewportSize({ width: Math.ceil(shot.width), height: Math.ceil(shot.height) })
      await page.setContent(`<style>*{margin:0}svg{display:block}</style>${drawShot(shot, picture, picture.href)}`)
      await page.screenshot({ path: file })
      return file
    },
    async [Symbol.asyncDispose]() {
      await started?.browser.close()
    },
  }
}
