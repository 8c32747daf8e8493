/** La table des promesses du module ne nomme que des essais qui existent. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const racine = join(import.meta.dirname, '../../../..')
const lire = (chemin: string) => readFileSync(join(racine, chemin), 'utf8').replace(/[\u00a0\u202f]/g, ' ')
const lignes = [
  ...lire('docs/modules/marches.md').matchAll(/^\| ([^|]+) \| `([^`]+)` \| « ([^»]+) » \|$/gm),
].map(([, promesse = '', fichier = '', essai = '']) => ({ promesse, fichier, essai }))

it('chaque promesse nomme un essai écrit dans le fichier dit', () => {
  const fausses = lignes.filter(
    ({ fichier, essai }) =>
      !existsSync(join(racine, fichier)) ||
      !new RegExp(`(?:it|test|describe)\\('[^']*${essai}`).test(lire(fichier)),
  )
  expect(fausses).toEqual([])
  expect(lignes.length).toBeGreaterThan(25)
})
