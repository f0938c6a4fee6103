import { join } from 'node:path'
import type { Realm } from '#sandbox/identity/people'
import type { DemoSecrets } from '#start/data/secrets'
import {
  cityAccount,
  clientId,
  comgateMerchant,
  csobMerchant,
  demoPorts,
  gopayShop,
  gpwebpayMerchant,
  gpwebpayProvider,
  portalAddress,
} from '#start/demo/environment'
import { root } from '#start/machine/paths'
import type { ChildCommand } from '#start/processes/processes'

/** The invented people one can sign in as. */
export const peopleFile = join(root, 'db', 'seed', 'people.json')

interface Surroundings {
  port: number
  /** Whether the portal encrypts. */
  isSecure?: boolean
  folder: string
  secrets: DemoSecrets
  environment: Record<string, string>
  /** Other people than the demonstration's. */
  people?: string | undefined
}

/** The processes that play the outside world: two identity providers, gateways, a bank and a mail server. */
export function sandboxCommands(options: Surroundings): ChildCommand[] {
  return [
    identityCommand('citizen', options),
    identityCommand('office', options),
    comgateCommand(options),
    csobCommand(options),
    gopayCommand(options),
    gpwebpayCommand(options),
    bankCommand(options),
    mailCommand(options),
  ]
}

function identityCommand(realm: Realm, options: Surroundings): ChildCommand {
  const { port, isSecure, folder, secrets, environment, people = peopleFile } = options
  const ports = demoPorts(port)
  const portal = portalAddress(port, isSecure)
  return {
    label: `identity-${realm}`,
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/identity/main.ts',
      `--realm=${realm}`,
      `--port=${realm === 'citizen' ? ports.citizenIdentity : ports.officeIdentity}`,
      `--client-id=${clientId}`,
      `--client-secret=${realm === 'citizen' ? secrets.citizenClient : secrets.officeClient}`,
      `--redirect-uri=${portal}/api/auth/callback/${realm}`,
      `--post-logout-uri=${portal}/odhlaseno`,
      `--backchannel-logout-uri=${portal}/api/auth/backchannel/${realm}`,
      `--people=${people}`,
      `--state=${join(folder, 'identity')}`,
    ],
  }
}

function comgateCommand({ port, isSecure, folder, secrets, environment }: Surroundings): ChildCommand {
  const gateway = `${portalAddress(port, isSecure)}/api/gateways/comgate`
  return {
    label: 'comgate',
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/comgate/main.ts',
      `--port=${demoPorts(port).comgate}`,
      `--merchant=${comgateMerchant}`,
      `--secret=${secrets.comgate}`,
      `--push-url=${gateway}/notifications`,
      // The gateway puts its own values into the places marked by ${}.
      `--return-url=${gateway}/return?id=\${id}&refId=\${refId}`,
      `--state=${join(folder, 'comgate.jsonl')}`,
    ],
  }
}

function csobCommand({ port, folder, secrets, environment }: Surroundings): ChildCommand {
  return {
    label: 'csob',
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/csob/main.ts',
      `--port=${demoPorts(port).csob}`,
      `--merchant=${csobMerchant}`,
      `--merchant-public-key=${secrets.keys.csobMerchant.publicKey}`,
      `--private-key=${secrets.keys.csobGateway.privateKey}`,
      `--state=${join(folder, 'csob.jsonl')}`,
    ],
  }
}

function gopayCommand({ port, folder, secrets, environment }: Surroundings): ChildCommand {
  return {
    label: 'gopay',
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/gopay/main.ts',
      `--port=${demoPorts(port).gopay}`,
      `--goid=${gopayShop.goid}`,
      `--client-id=${gopayShop.clientId}`,
      `--client-secret=${secrets.gopay}`,
      `--state=${join(folder, 'gopay.jsonl')}`,
    ],
  }
}

function gpwebpayCommand({ port, folder, secrets, environment }: Surroundings): ChildCommand {
  return {
    label: 'gpwebpay',
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/gpwebpay/main.ts',
      `--port=${demoPorts(port).gpwebpay}`,
      `--merchant=${gpwebpayMerchant}`,
      `--provider=${gpwebpayProvider}`,
      `--gateway-key=${secrets.keys.gpwebpayGateway.privateKey}`,
      `--merchant-public-key=${secrets.keys.gpwebpayMerchant.publicKey}`,
      `--state=${join(folder, 'gpwebpay.jsonl')}`,
    ],
  }
}

function bankCommand({ port, folder, secrets, environment }: Surroundings): ChildCommand {
  return {
    label: 'bank',
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/bank/main.ts',
      `--port=${demoPorts(port).bank}`,
      `--account=${cityAccount}`,
      `--token=${secrets.bank}`,
      `--state=${join(folder, 'bank.jsonl')}`,
    ],
  }
}

function mailCommand({ port, folder, environment }: Surroundings): ChildCommand {
  const ports = demoPorts(port)
  return {
    label: 'mail',
    environment,
    ready: { output: 'ready' },
    command: [
      'sandbox/mail/main.ts',
      `--port=${ports.mail}`,
      `--smtp-port=${ports.smtp}`,
      `--state=${join(folder, 'mail')}`,
    ],
  }
}
