import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/** The files of a certificate and of its key, in PEM. */
export interface CertificateFiles {
  certificate: string
  key: string
}

const dayMs = 24 * 3_600_000
/** Browsers take no longer one; in its last month it is made anew. */
const lastsDays = 397
const leftDays = 30

/** The demo's own certificate for this machine, kept in the data folder until it is about to end. */
export async function demoCertificate(folder: string): Promise<CertificateFiles> {
  const place = join(folder, 'keys')
  const files = { certificate: join(place, 'localhost.crt'), key: join(place, 'localhost.key') }
  if (isUsable(files)) return files
  // Most starts need no certificate and do not wait for the library.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + lastsDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  mkdirSync(place, { recursive: true, mode: 0o700 })
  writeFileSync(files.key, made.private, { mode: 0o600 })
  writeFileSync(files.certificate, made.cert)
  return files
}

/** Lets this process believe the certificate too; those it starts are told by NODE_EXTRA_CA_CERTS. */
export function trustHere({ certificate }: CertificateFiles): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate, 'utf8')])
}

function isUsable(files: CertificateFiles): boolean {
  if (!existsSync(files.certificate) || !existsSync(files.key)) return false
  const { validToDate } = new X509Certificate(readFileSync(files.certificate))
  return validToDate.getTime() - Date.now() > leftDays * dayMs
}
