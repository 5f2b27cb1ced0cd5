import { bareHost } from '../dom/address.ts'

/** Hosts of players in frames: provider, host, and what its path begins with. */
const players: [provider: string, host: string, path: string][] = [
  ['youtube', 'youtube.com', '/embed'],
  ['youtube', 'youtube.com', '/v/'],
  ['youtube', 'youtube-nocookie.com', '/embed'],
  ['vimeo', 'player.vimeo.com', '/'],
  ['vimeo', 'vimeo.com', '/moogaloop'],
  ['wistia', 'fast.wistia.net', '/embed'],
  ['wistia', 'fast.wistia.com', '/embed'],
  ['loom', 'loom.com', '/embed'],
  ['dailymotion', 'dailymotion.com', '/embed'],
  ['dailymotion', 'geo.dailymotion.com', '/player'],
  ['brightcove', 'players.brightcove.net', '/'],
  ['jwplayer', 'content.jwplatform.com', '/players'],
  ['jwplayer', 'cdn.jwplayer.com', '/players'],
  ['vidyard', 'play.vidyard.com', '/'],
  ['facebook', 'facebook.com', '/plugins/video'],
  ['facebook', 'facebook.com', '/video/embed'],
  ['tiktok', 'tiktok.com', '/embed'],
  ['tiktok', 'tiktok.com', '/player'],
  ['twitch', 'player.twitch.tv', '/'],
  ['vk', 'vk.com', '/video_ext'],
  ['vk', 'vkvideo.ru', '/video_ext'],
  ['rutube', 'rutube.ru', '/play'],
  ['ok', 'ok.ru', '/videoembed'],
  ['streamable', 'streamable.com', '/e/'],
  ['streamable', 'streamable.com', '/o/'],
  ['ted', 'embed.ted.com', '/'],
  ['ted', 'embed-ssl.ted.com', '/'],
  ['kaltura', 'cdnapisec.kaltura.com', '/p/'],
  ['kaltura', 'cdnapi.kaltura.com', '/p/'],
  ['bunny', 'iframe.mediadelivery.net', '/'],
  ['cloudflare', 'iframe.videodelivery.net', '/'],
  ['cloudflare', 'iframe.cloudflarestream.com', '/'],
  ['sproutvideo', 'videos.sproutvideo.com', '/embed'],
  ['spotlightr', 'spotlightr.com', '/'],
  ['screencast', 'screencast.com', '/users'],
  ['bilibili', 'player.bilibili.com', '/'],
  ['youku', 'player.youku.com', '/'],
  ['vzaar', 'view.vzaar.com', '/'],
  ['panopto', 'panopto.com', '/panopto/pages/embed'],
  ['synthesia', 'share.synthesia.io', '/embed'],
  ['arte', 'arte.tv', '/embeds'],
  ['metacafe', 'metacafe.com', '/embed'],
  ['aparat', 'aparat.com', '/video/video/embed'],
]

/** The video service whose player an address loads; empty when it is none. */
export function providerOf(url: URL): string {
  const host = bareHost(url)
  const path = url.pathname.toLowerCase()
  for (const [provider, known, start] of players) {
    if ((host === known || host.endsWith(`.${known}`)) && path.startsWith(start)) return provider
  }
  if (/\.(?:mp4|webm|m4v|ogv|m3u8)$/.test(path)) return 'file'
  return ''
}

/** True for the page of one video on a video service. */
export function isVideoPage(url: URL): boolean {
  const host = bareHost(url)
  if (host === 'youtu.be') return url.pathname.length > 5
  if (host === 'youtube.com' || host === 'm.youtube.com') {
    return (url.pathname === '/watch' && url.searchParams.has('v')) || /^\/(?:shorts|embed|live)\//.test(url.pathname)
  }
  if (host === 'vimeo.com') return /^\/(?:channels\/[^/]+\/)?\d+/.test(url.pathname)
  if (host.endsWith('wistia.com')) return url.pathname.startsWith('/medias/')
  if (host === 'loom.com') return /^\/(?:share|embed)\//.test(url.pathname)
  return providerOf(url) !== '' && providerOf(url) !== 'file'
}
