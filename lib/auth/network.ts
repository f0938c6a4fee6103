import { headers } from 'next/headers'
import { networkHeader } from '#lib/core/network'

/** From which network the request is that is answered now. */
export const askingNetwork = async (): Promise<string> => (await headers()).get(networkHeader) ?? ''
