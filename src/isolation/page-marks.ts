import type { CDPSession, Page } from 'playwright'

/** Shuts the ways by which a page could leave marks on this machine or hang the visit. */
export function leaveNoMarks(page: Page): void {
  // Each may find its page closed already; then there is nothing left to shut.
  page.on('dialog', (dialog) => {
    // "Leave this page?" is the one question to which no means staying.
    const answer = dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()
    answer.catch(() => {})
  })
  page.on('popup', (popup) => void popup.close().catch(() => {}))
  page.on('download', (download) => void download.cancel().catch(() => {}))
}

/** Tells the DevTools ids of a page's frames, now and as they come. */
export async function followFrames(session: CDPSession, onFrame: (frameId: string) => void): Promise<void> {
  session.on('Page.frameAttached', ({ frameId }) => onFrame(frameId))
  await session.send('Page.enable')
  const { frameTree } = await session.send('Page.getFrameTree')
  const add = (tree: typeof frameTree) => {
    onFrame(tree.frame.id)
    tree.childFrames?.forEach(add)
  }
  add(frameTree)
}
