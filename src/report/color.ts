/** A colour in sRGB, with its hexadecimal form. */
export interface Color {
  r: number
  g: number
  b: number
  hex: string
}

/** Reads `#rrggbb`. */
export function parseHex(hex: string): Color {
  const value = Number.parseInt(hex.slice(1), 16)
  return color(value >> 16, (value >> 8) & 255, value & 255)
}

/** `share` of `b` in `a`. */
export function mixColors(a: Color, b: Color, share: number): Color {
  const mix = (x: number, y: number) => Math.round(x + (y - x) * share)
  return color(mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b))
}

/** The same hue, as light as asked (0 to 1), a little less saturated so that light colours don't glare. */
export function withLightness({ r, g, b }: Color, lightness: number): Color {
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const span = most - least
  const middle = (most + least) / 510
  const saturation = span === 0 ? 0 : (0.8 * (span / 255)) / (1 - Math.abs(2 * middle - 1))
  const turn =
    span === 0 ? 0 : most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4
  const amount = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const k = (offset + turn * 2) % 12
    return Math.round(255 * (lightness - amount * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return color(channel(0), channel(8), channel(4))
}

/** WCAG 2 contrast of two colours, 1 to 21. */
export function contrastRatio(a: Color, b: Color): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance({ r, g, b }: Color): number {
  const linear = (channel: number) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

function color(r: number, g: number, b: number): Color {
  return { r, g, b, hex: `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}` }
}
