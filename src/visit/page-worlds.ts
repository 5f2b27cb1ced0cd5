import type { CDPSession, Page } from 'playwright'
import type { FramePlace } from './page-style.ts'
import { pageScript } from './page-script.ts'

/** One frame with our script in it, in a world that the page can't reach. */
export interface World {
  session: CDPSession
  frameId: string
  contextId: number
  url: string
}

/** Where a frame's `<iframe>` is in the frame around it. */
export type FrameSpot = FramePlace & { node: number; width: number; height: number }

interface FrameTree {
  frame: { id: string; parentId?: string; url: string; unreachableUrl?: string }
  childFrames?: FrameTree[]
}

/** Thrown when a page does with our script what it shouldn't be able to. */
export class PageScriptError extends Error {
  override name = 'PageScriptError'
}

/** Puts the page script into a frame. */
export async function openWorld(session: CDPSession, frameId: string, url: string): Promise<World> {
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId, worldName: 'stagelight' })
  const world = { session, frameId, contextId: executionContextId, url }
  await ask(world, pageScript)
  return world
}

/** The world of the page itself. */
export async function openMainWorld(session: CDPSession): Promise<World> {
  const { frame } = await frameTree(session)
  return openWorld(session, frame.id, frame.url)
}

/** Evaluates an expression over `stagelight` in a world; the value comes back as JSON. */
export async function ask<Value>(world: World, expression: string): Promise<Value> {
  const { result, exceptionDetails } = await world.session.send('Runtime.evaluate', {
    expression,
    contextId: world.contextId,
    returnByValue: true,
    awaitPromise: true,
  })
  if (exceptionDetails) {
    throw new PageScriptError(exceptionDetails.exception?.description ?? exceptionDetails.text)
  }
  return result.value as Value
}

/** A frame inside the page, with the world around it. */
export interface InnerFrame {
  world: World
  parent: World
  /** Set when the frame shows the browser's error page in place of its address. */
  failedUrl: string
}

/** Opens worlds in all frames inside a page, also in those that run in other processes; outer frames come first. */
export async function openInnerWorlds(page: Page, main: World, limit: number): Promise<InnerFrame[]> {
  const found: InnerFrame[] = []
  const worlds = new Map<string, World>([[main.frameId, main]])
  const trees: { session: CDPSession; tree: FrameTree }[] = [
    { session: main.session, tree: await frameTree(main.session) },
  ]
  for (const frame of page.frames()) {
    if (frame === page.mainFrame() || trees.length > limit) continue
    // Refused for frames that share a process with the one around them; those are in its tree.
    const session = await page
      .context()
      .newCDPSession(frame)
      .catch(() => undefined)
    if (session) trees.push({ session, tree: await frameTree(session) })
  }
  for (const { session, tree } of trees) await enter(session, tree, tree.frame.parentId)
  return found

  async function enter(session: CDPSession, tree: FrameTree, parentId: string | undefined): Promise<void> {
    const { frame } = tree
    if (frame.id !== main.frameId) {
      const parent = worlds.get(parentId ?? '')
      if (!parent || found.length >= limit) return
      try {
        const world = await openWorld(session, frame.id, frame.url)
        worlds.set(frame.id, world)
        found.push({ world, parent, failedUrl: frame.unreachableUrl ?? '' })
      } catch {
        return // gone meanwhile
      }
    }
    for (const child of tree.childFrames ?? []) await enter(session, child, frame.id)
  }
}

/** Asks the frame around where the inner one is; undefined when its element is gone. */
export async function locateFrame({ world, parent }: InnerFrame): Promise<FrameSpot | undefined> {
  try {
    const owner = await parent.session.send('DOM.getFrameOwner', { frameId: world.frameId })
    const { object } = await parent.session.send('DOM.resolveNode', {
      backendNodeId: owner.backendNodeId,
      executionContextId: parent.contextId,
    })
    if (object.objectId === undefined) return undefined
    const { result } = await parent.session.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      functionDeclaration: 'function () { return stagelight.placeOf(this) }',
      returnByValue: true,
    })
    return result.value as FrameSpot
  } catch {
    return undefined
  }
}

async function frameTree(session: CDPSession): Promise<FrameTree> {
  const { frameTree: tree } = await session.send('Page.getFrameTree')
  return tree as FrameTree
}
