import type { Element } from 'domhandler'

const tags = new Map<string, string>(
  Object.entries({
    'fb:share-button': 'facebook',
    'g:plusone': 'google-plus',
    'amp-social-share': 'widget',
    'share-button': 'native',
  }),
)

/** Classes that the share services' install pages prescribe, and whose script draws the buttons. */
const classes: [RegExp, string][] = [
  [
    /^(?:addthis_(?:toolbox|sharing_toolbox|inline_share_toolbox\w*|button\w*|responsive_sharing|native_toolbox|\w+_share)|addthis-smartlayers|addthis|at-share-btn|at4-share)$/,
    'addthis',
  ],
  [/^(?:a2a_kit|a2a_dd|a2a_button_\w+|addtoany_share\w*)$/, 'addtoany'],
  [/^(?:sharethis-(?:inline-share|sticky-share)-buttons|st-btn|st_sharethis\w*|st-custom-button)$/, 'sharethis'],
  [/^st_(?:facebook|twitter|linkedin|email|pinterest|whatsapp|googleplus|plusone)\w*$/, 'sharethis'],
  [/^(?:fb-share-button|fb-send)$/, 'facebook'],
  [/^(?:twitter-share-button|twitter-hashtag-button)$/, 'x'],
  [/^(?:g-plusone|g-plus)$/, 'google-plus'],
  [
    /^(?:shariff|jssocials|ssk-group|sharrre|social-likes|socialshareprivacy|ya-share2|yashare-auto-init|pluso|share42init|uptolike\S*)$/,
    'widget',
  ],
  [
    /^(?:heateor_sss_sharing_container|shareaholic-canvas|gig-share-button|elementor-widget-share-buttons|ssba|ssbp-wrap|essb_links|mashsb-container|sd-sharing|swp_social_panel|dpsp-share-buttons|juiz_sps_links|scriptlesssocialsharing|Monarch|et_social_inline|elementor-share-buttons|novashare-buttons|wpusb|simplesocialbuttons|social_share_privacy_area|nc_socialPanel|wp-block-outermost-social-sharing|po-share|feather_share|crp_share)$/i,
    'widget',
  ],
  [/^(?:line-it-button|hatena-bookmark-button|xing-share-button|vk_share_button|pin-it-button|pocket-btn)$/, 'widget'],
]
/** Some part of the classes above, and of no others; asked first, for speed. */
export const shareClasses =
  /addthis|at-share|at4-|a2a_|addtoany|sharethis|st_|st-custom|st-btn|fb-s|fb-like|twitter-|g-plus|shar|ssk-|social|pluso|uptolike|heateor|gig-|ssb|essb|mashsb|sd-|swp_|juiz|monarch|et_social|wpusb|line-it|hatena|xing-|vk_|pin-it|pocket-btn|panel/i

/**
 * The service of an element that a script turns into buttons for sharing this page; empty for all others. `mayShare` is
 * false when its classes are known to hold none of the above.
 */
export function shareWidget(element: Element, mayShare = true): string {
  const { attribs, name } = element
  const drawn = tags.get(name)
  if (drawn !== undefined) return drawn
  if (attribs['data-pin-do'] === 'buttonPin' || attribs['data-pin-do'] === 'buttonBookmark') return 'pinterest'
  if (name === 'script') return /^IN\/Share$/i.test(attribs['type'] ?? '') ? 'linkedin' : ''
  const list = attribs['id'] === 'socialshareprivacy' ? 'socialshareprivacy' : mayShare ? attribs['class'] : undefined
  if (!list || !shareClasses.test(list) || isTemplateOfFollow(list)) return ''
  // A like box or button for the firm's own page on the network.
  if (/\bfb-/.test(list) && /facebook\.com/.test(attribs['data-href'] ?? '')) return ''
  if (/(?:^|\s)fb-like(?:\s|$)/.test(list)) return attribs['data-share'] === 'true' ? 'facebook' : ''
  for (const token of list.split(/\s+/)) {
    for (const [pattern, network] of classes) if (pattern.test(token)) return network
  }
  return ''
}

function isTemplateOfFollow(list: string): boolean {
  return /follow|addthis_horizontal_follow|a2a_follow/i.test(list)
}
