import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Celles qu’un logiciel sous AGPL-3.0-or-later peut contenir, telles que npm les écrit. */
const admises = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0',
  'LGPL-3.0-or-later',
  'AGPL-3.0-or-later',
  'OFL-1.1',
  'Unlicense',
  'BlueOak-1.0.0',
  'Python-2.0',
])
type Paquet = {
  readonly license?: string
  readonly dev?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
}
const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, Paquet>>
}
const servies = Object.entries(packages).filter(([nom, p]) => nom !== '' && !p.dev && !p.link)

it('chaque dépendance servie a une licence que la nôtre admet', () => {
  const fautes = servies
    .filter(
      ([, p]) =>
        !(p.license ?? '')
          .split(/\s+AND\s+/)
          // D’un choix, une licence admise suffit.
          .every((choix) => choix.split(/\s+OR\s+|[()]/).some((l) => admises.has(l))) || !p.license,
    )
    .map(([nom, p]) => `${nom} : ${p.license}`)
  expect(fautes).toEqual([])
  expect(servies.length).toBeGreaterThan(80)
})

it('chaque dépendance a l’empreinte de ce qui fut relu', () => {
  expect(
    Object.entries(packages)
      .filter(([nom, p]) => nom !== '' && !p.link && !p.integrity)
      .map(([nom]) => nom),
  ).toEqual([])
})
