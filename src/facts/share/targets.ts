import { bareHost } from '../dom/address.ts'

interface Sharer {
  network: string
  host: RegExp
  /** What the path of its sharing page begins with. */
  path: RegExp
  /** Parameters that can hold the shared address. */
  parameters: string[]
  /** Only a link that has one of the parameters shares. */
  needsParameter?: boolean
}

/** Pages of networks that share an address, as the networks' own documents name them. */
const sharers: Sharer[] = [
  {
    network: 'facebook',
    host: /(?:^|\.)facebook\.com$/,
    path: /^\/(?:sharer|share\.php|dialog\/(?:share|feed|send))/,
    parameters: ['u', 'href', 'link', 'p[url]'],
  },
  {
    network: 'x',
    host: /^(?:mobile\.)?(?:twitter|x)\.com$/,
    path: /^\/(?:intent\/(?:tweet|post)|share)/,
    parameters: ['url', 'text', 'original_referer'],
  },
  { network: 'x', host: /^(?:twitter|x)\.com$/, path: /^\/(?:home)?$/, parameters: ['status'], needsParameter: true },
  {
    network: 'linkedin',
    host: /(?:^|\.)linkedin\.com$/,
    path: /^\/(?:shareArticle|sharing\/share-offsite|cws\/share|feed\/?$)/i,
    parameters: ['url', 'text', 'shareUrl'],
    needsParameter: true,
  },
  { network: 'pinterest', host: /(?:^|\.)pinterest\.[a-z.]+$/, path: /^\/pin\/create/, parameters: ['url'] },
  { network: 'reddit', host: /(?:^|\.)reddit\.com$/, path: /^\/(?:r\/[^/]+\/)?submit/, parameters: ['url'] },
  {
    network: 'tumblr',
    host: /(?:^|\.)tumblr\.com$/,
    path: /^\/(?:share|widgets\/share)/,
    parameters: ['url', 'u', 'canonicalUrl'],
  },
  { network: 'telegram', host: /^(?:t|telegram)\.me$/, path: /^\/share/, parameters: ['url'] },
  { network: 'whatsapp', host: /^wa\.me$/, path: /^\/?$/, parameters: ['text'], needsParameter: true },
  {
    network: 'whatsapp',
    host: /^(?:api|web)\.whatsapp\.com$/,
    path: /^\/send/,
    parameters: ['text'],
    needsParameter: true,
  },
  { network: 'vk', host: /^(?:vk\.com|vkontakte\.ru)$/, path: /^\/share/, parameters: ['url'] },
  {
    network: 'ok',
    host: /^(?:connect\.)?(?:ok|odnoklassniki)\.ru$/,
    path: /^\/(?:offer|dk)/,
    parameters: ['url', 'st._surl'],
    needsParameter: true,
  },
  {
    network: 'xing',
    host: /^xing\.com$/,
    path: /^\/(?:spi\/shares|social_plugins\/share|social\/share|app\/user)/,
    parameters: ['url'],
  },
  { network: 'google-plus', host: /^plus\.google\.com$/, path: /^\/share/, parameters: ['url'] },
  { network: 'pocket', host: /^getpocket\.com$/, path: /^\/(?:save|edit)/, parameters: ['url'] },
  { network: 'hacker-news', host: /^news\.ycombinator\.com$/, path: /^\/submitlink/, parameters: ['u'] },
  {
    network: 'line',
    host: /^(?:social-plugins\.)?line\.(?:me|naver\.jp)$/,
    path: /^\/(?:R\/)?(?:msg\/text|lineit\/share|share)/,
    parameters: ['url', 'text'],
  },
  { network: 'hatena', host: /^b\.hatena\.ne\.jp$/, path: /^\/(?:add|entry)/, parameters: ['url'] },
  { network: 'digg', host: /^digg\.com$/, path: /^\/submit/, parameters: ['url'] },
  { network: 'stumbleupon', host: /^stumbleupon\.com$/, path: /^\/(?:submit|badge)/, parameters: ['url'] },
  { network: 'delicious', host: /^(?:delicious\.com|del\.icio\.us)$/, path: /^\/(?:save|post)/, parameters: ['url'] },
  { network: 'flipboard', host: /^share\.flipboard\.com$/, path: /^\//, parameters: ['url'] },
  { network: 'buffer', host: /^(?:publish\.)?buffer(?:app)?\.com$/, path: /^\/(?:add|compose)/, parameters: ['url'] },
  { network: 'bluesky', host: /^bsky\.app$/, path: /^\/intent\/compose/, parameters: ['text'] },
  { network: 'threads', host: /^threads\.(?:net|com)$/, path: /^\/intent\/post/, parameters: ['text', 'url'] },
  {
    network: 'mastodon',
    host: /^(?:mastodonshare\.com|share\.joinmastodon\.org|tootpick\.org|s2f\.kytta\.dev)$/,
    path: /^\//,
    parameters: ['text', 'url'],
  },
  { network: 'weibo', host: /^(?:service|v)\.(?:weibo|t\.sina)\.com(?:\.cn)?$/, path: /^\/share/, parameters: ['url'] },
  { network: 'qq', host: /^(?:sns\.qzone|connect|share\.v\.t)\.qq\.com$/, path: /share/, parameters: ['url'] },
  { network: 'meneame', host: /^meneame\.net$/, path: /^\/submit/, parameters: ['url'] },
  { network: 'wykop', host: /^wykop\.pl$/, path: /^\/(?:dodaj|ramka)/, parameters: ['url'] },
  { network: 'evernote', host: /^evernote\.com$/, path: /^\/clip/, parameters: ['url'] },
  {
    network: 'addthis',
    host: /^(?:api\.)?addthis\.com$/,
    path: /^\/(?:bookmark|oexchange|share)/,
    parameters: ['url'],
  },
  { network: 'addtoany', host: /^addtoany\.com$/, path: /^\/(?:share|add_to)/, parameters: ['url', 'linkurl'] },
  { network: 'sharethis', host: /^sharethis\.com$/, path: /^\/share/, parameters: ['url'] },
  { network: 'google-classroom', host: /^classroom\.google\.com$/, path: /^\/share/, parameters: ['url'] },
  { network: 'yummly', host: /^yummly\.com$/, path: /^\/urb\/verify/, parameters: ['url'] },
]

const schemes: Record<string, string> = {
  'whatsapp:': 'whatsapp',
  'fb-messenger:': 'messenger',
  'viber:': 'viber',
  'tg:': 'telegram',
}

/** The network that a link shares to and the address that it shares, where one can be told. */
export function sharerOf(url: URL): { network: string; shared: string } | undefined {
  if (url.protocol in schemes) {
    const text = url.searchParams.get('text') ?? url.searchParams.get('link') ?? url.searchParams.get('url') ?? ''
    return text === '' ? undefined : { network: schemes[url.protocol] ?? '', shared: text }
  }
  if (url.protocol === 'mailto:' || url.protocol === 'sms:') return byMessage(url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  for (const sharer of sharersAt(bareHost(url))) {
    if (!sharer.path.test(url.pathname)) continue
    if (url.searchParams.has('phone') && sharer.network === 'whatsapp') continue
    if (url.searchParams.has('in_reply_to')) continue
    // Addressed to somebody with nothing to pass on: a mention.
    if (url.searchParams.has('screen_name') && !url.searchParams.get('text') && !url.searchParams.get('url')) continue
    const shared = sharer.parameters.map((name) => url.searchParams.get(name) ?? '').find((value) => value !== '')
    if (shared === undefined && sharer.needsParameter) continue
    return { network: sharer.network, shared: shared ?? '' }
  }
  return undefined
}

const none: never[] = []
const remembered = 2000

const sharersOfHosts = new Map<string, Sharer[]>()

/** Sharing pages on a host; most links of a page lead to a few hosts. */
function sharersAt(host: string): Sharer[] {
  let found = sharersOfHosts.get(host)
  if (!found) {
    found = sharers.filter((sharer) => sharer.host.test(host))
    if (sharersOfHosts.size >= remembered) sharersOfHosts.clear()
    sharersOfHosts.set(host, found.length > 0 ? found : none)
  }
  return found
}

/** A mail without addressee that carries an address or a title is a way to share. */
function byMessage(url: URL): { network: string; shared: string } | undefined {
  if (/[^\s?]@|^\+?\d/.test(url.pathname)) return undefined
  const body = url.searchParams.get('body') ?? ''
  const subject = url.searchParams.get('subject') ?? ''
  const shared = `${body} ${subject}`.trim()
  // Without an address it may send anything: a coupon, a question.
  return /https?:|\bwww\./i.test(shared) ? { network: url.protocol === 'sms:' ? 'sms' : 'mail', shared } : undefined
}

const profileHosts: [network: string, host: RegExp, path: RegExp][] = [
  [
    'facebook',
    /^(?:[a-z-]{2,5}\.)?(?:facebook|fb)\.(?:com|me)$/,
    /^\/(?!(?:sharer|share|dialog|plugins|tr|events|hashtag|login|policy|help|privacy|about|legal|business|ads|photo|video|watch|sharer\.php|home\.php)(?:[/.?]|$))[^/]{2,}/i,
  ],
  [
    'x',
    /^(?:mobile\.)?(?:twitter|x)\.com$/,
    /^\/(?:#!\/)?@?(?!(?:intent|share|hashtag|search|i|home|privacy|tos|login|widgets)(?:\/|$))\w{1,20}\/?$/i,
  ],
  [
    'instagram',
    /^(?:instagram\.com|instagr\.am)$/,
    /^\/(?!(?:p|reel|explore|tv|stories|accounts|about)(?:\/|$))[\w.]+\/?$/i,
  ],
  ['linkedin', /(?:^|\.)linkedin\.com$/, /^\/(?:company|in|school|showcase|groups|pub|companies)\/|^\/company\.beta/i],
  [
    'youtube',
    /^(?:m\.)?youtube\.com$/,
    /^\/(?:user\/|channel\/|c\/|@|(?!(?:watch|embed|playlist|shorts|live|results|about|t|howyoutubeworks)(?:[/?]|$))\w{3,}\/?$)/i,
  ],
  ['pinterest', /(?:^|\.)pinterest\.[a-z.]+$/, /^\/(?!(?:pin|search|ideas)(?:\/|$))[^/]{2,}/i],
  ['tiktok', /^tiktok\.com$/, /^\/@[^/]+\/?$/],
  ['vk', /^(?:vk\.com|vkontakte\.ru)$/, /^\/(?!(?:share|video|wall|widget|away|id0)(?:[./?]|$))[^/]{2,}$/i],
  ['ok', /^(?:ok|odnoklassniki)\.ru$/, /^\/(?:group|profile|[a-z])[^?]*/i],
  ['xing', /^xing\.com$/, /^\/(?:compan(?:y|ies)|pages|profile|net)\//i],
  ['google-plus', /^plus\.google\.com$/, /^\/(?:u\/0\/)?(?:b\/)?(?:\+|\d{6,}|communities)/],
  ['flickr', /^flickr\.com$/, /^\/(?:photos|people|groups)\//i],
  ['vimeo', /^vimeo\.com$/, /^\/(?!\d+$|channels|user\/?$|showcase)[a-z][\w-]+\/?$/i],
  ['threads', /^threads\.(?:net|com)$/, /^\/@[^/]+\/?$/],
  ['bluesky', /^bsky\.app$/, /^\/profile\//],
  ['snapchat', /^snapchat\.com$/, /^\/add\//],
  ['twitch', /^twitch\.tv$/, /^\/\w+\/?$/],
  ['discord', /^(?:discord\.gg|discord\.com)$/, /^\/(?:invite\/)?\w+/],
  ['telegram', /^(?:t|telegram)\.me$/, /^\/(?!(?:share|joinchat))[a-z]\w{3,}\/?$/i],
  ['tumblr', /^[a-z0-9-]+\.tumblr\.com$/, /^\/?$/],
  ['soundcloud', /^soundcloud\.com$/, /^\/[\w-]+\/?$/],
  ['github', /^github\.com$/, /^\/[\w-]+\/?$/],
  ['medium', /^medium\.com$/, /^\/@?[\w-]+\/?$/],
  ['weibo', /^weibo\.com$/, /^\/(?:u\/)?\w+/],
  ['mastodon', /^(?:mastodon\.[a-z]+|mas\.to|fosstodon\.org|mstdn\.[a-z]+)$/, /^\/@\w+\/?$/],
  ['line', /^(?:page\.)?line\.me$/, /^\/(?:R\/)?(?:ti\/p|@)?/],
  ['yelp', /^yelp\.[a-z.]+$/, /^\/biz\//],
  ['tripadvisor', /^tripadvisor\.[a-z.]+$/, /_Review-/],
]

/** The network whose profile page an address is; empty when it is none. */
export function profileNetwork(url: URL): string {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return ''
  const networks = networksAt(bareHost(url))
  if (networks.length === 0) return ''
  const path = url.hash.startsWith('#!/') ? url.hash.slice(2) : url.pathname
  for (const [network, , pattern] of networks) {
    if (network === 'facebook' && path === '/profile.php') return url.searchParams.has('id') ? network : ''
    if (pattern.test(path)) return network
  }
  return ''
}

const networksOfHosts = new Map<string, typeof profileHosts>()

function networksAt(host: string): typeof profileHosts {
  let found = networksOfHosts.get(host)
  if (!found) {
    found = profileHosts.filter(([, known]) => known.test(host))
    if (networksOfHosts.size >= remembered) networksOfHosts.clear()
    networksOfHosts.set(host, found.length > 0 ? found : none)
  }
  return found
}
