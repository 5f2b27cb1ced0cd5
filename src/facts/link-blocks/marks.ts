export const linkBlockKinds = [
  'menu',
  'footer',
  'breadcrumb',
  'tags',
  'related',
  'pages',
  'comments',
  'author',
  'languages',
] as const
export type LinkBlockKind = (typeof linkBlockKinds)[number]

interface Mark {
  kind: LinkBlockKind
  is: RegExp
  not?: RegExp
}

/** A whole word of a class name or an id; parts are joined by dashes and underscores. */
function word(...words: string[]): RegExp {
  return new RegExp(`(?:^|[\\s_-])(?:${words.join('|')})(?:$|[\\s_-])`, 'i')
}

/** What class names, ids and roles say of a block of links; the first that fits decides. */
export const blockMarks: Mark[] = [
  { kind: 'breadcrumb', is: /bread-?crumb|(?:^|[\s_-])crumbs?(?:$|[\s_-])/i },
  {
    kind: 'pages',
    is: word('pagination', 'paginate', 'pager', 'page-numbers', 'pagenavi', 'post-navigation', 'prev-?next'),
  },
  { kind: 'languages', is: word('lang(?:uage)?-?(?:switch(?:er)?|selector|menu|picker|list)', 'languages') },
  {
    kind: 'tags',
    is: word(
      'tag-?cloud',
      'tagcloud',
      'post-tags?',
      'entry-tags?',
      'tag-?links?',
      'tag-?list',
      'tags',
      'cat-links',
      'post-categories',
      'keywords',
    ),
  },
  {
    kind: 'related',
    is: word(
      'related',
      'recommend(?:ed|ations?)',
      'upsells?',
      'cross-?sells?',
      'you-?may-?(?:also-?)?like',
      'similar',
      'recently-?viewed',
      'read-?next',
      'recent-?(?:posts?|entries)',
    ),
  },
  { kind: 'comments', is: word('comments?', 'commentlist', 'disqus') },
  { kind: 'author', is: word('author', 'byline', 'vcard', 'entry-meta', 'post-meta') },
  {
    kind: 'footer',
    is: word('footer', 'colophon'),
    not: word('(?:card|entry|article|post|modal|section|product|panel|form|table|box|item|hero)[_-]+footer'),
  },
  {
    kind: 'menu',
    is: word(
      'main-?menu',
      'sub-?menu',
      'mega-?menu',
      'nav-?menu',
      'menu-?(?:item|link|list)',
      'dropdown-menu',
      'navbar(?:-nav)?',
      'nav-(?:item|link)s?',
      'off-?canvas',
      'top-?(?:bar|nav)',
      'side-?(?:nav|menu)',
      'menubar',
      '(?:site|page|main|global)-?header',
    ),
    not: word('tabs?', 'tablist'),
  },
]
