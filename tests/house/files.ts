import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const sourceFolders = ['app', 'lib', 'components', 'db', 'cli', 'worker', 'web', 'start', 'sandbox', 'tests']

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/.'))
}

/** Every source file of the project, as a path from the root. */
export const files = [...sourceFolders.flatMap(filesOf), 'instrumentation.ts', 'next.config.mjs']

const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))

/** What stands in a source file. */
export const textOf = (file: string): string => texts.get(file) ?? ''

/** Any other file of the project. */
export const readOther = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The names in a folder. */
export const namesIn = (folder: string): string[] => readdirSync(join(root, folder))

export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith('tests/')

export const production = files.filter((file) => !isTest(file))

export interface Import {
  /** The file or package, as a path from the root where it is ours. */
  path: string
  /** Of types only: nothing of it is there when the program runs. */
  isType: boolean
}

/** Every import of a text that stands at this path. */
function importsIn(file: string, text: string): Import[] {
  const found = [...text.matchAll(/(import|export)( type)?[^'"`;]*?from '([^']+)'|import\('([^']+)'\)/g)]
  return found.map(([, , type, named, dynamic]) => {
    const path = named ?? dynamic ?? ''
    const isType = type !== undefined
    if (path.startsWith('#')) return { path: path.slice(1), isType }
    if (path.startsWith('.')) return { path: relative(root, resolve(root, dirname(file), path)), isType }
    return { path, isType }
  })
}

const imports = new Map(files.map((file) => [file, importsIn(file, textOf(file))]))

/** Every import of a source file. */
export const importsOf = (file: string): Import[] => imports.get(file) ?? []

/** Reports each broken rule as „file: what is wrong and where it belongs“. */
export function faults(check: (file: string) => (string | false | undefined)[]): string[] {
  return files.flatMap((file) => check(file).flatMap((fault) => (fault ? [`${file}: ${fault}`] : [])))
}
