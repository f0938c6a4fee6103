import { isIP } from 'node:net'

/** The header by which `web` tells the pages from which network they are asked; never as somebody outside wrote it. */
export const networkHeader = 'x-asking-network'

/**
 * The network of whoever asks: the first three numbers of an IPv4 address, the first 56 bits of an IPv6 one. Behind a proxy
 * of this machine or of a private network it is the last address the proxy wrote down; nobody else is believed.
 */
export function networkOf(remote: string | undefined, forwarded: string | undefined): string {
  const direct = plain(remote ?? '')
  const told = plain(forwarded?.split(',').at(-1)?.trim() ?? '')
  return prefixOf(isPrivate(direct) && isIP(told) ? told : direct)
}

/** An IPv4 address as such also where a socket for both shows it as IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

const isPrivate = (address: string): boolean =>
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80)/i.test(address)

function prefixOf(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  if (isIP(address) !== 6) return 'unknown'
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = head ? head.split(':') : []
  const rest = tail ? tail.split(':') : []
  const whole =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - rest.length).fill('0'), ...rest]
  const numbers = whole.map((group) => Number.parseInt(group, 16))
  const first = numbers.slice(0, 4).map((number, index) => (index === 3 ? number & 0xff00 : number))
  return `${first.map((number) => number.toString(16)).join(':')}::/56`
}
