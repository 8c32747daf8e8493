/** Ce qui doit rester hors du code : le SQL composé de texte, et les réglages qui disent qui demande. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const src = path.resolve(import.meta.dirname, '../../src')
const fichiers = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((nom) => /\.tsx?$/.test(nom) && !/\.(test|itest)\.tsx?$/.test(nom))
  .map((nom) => nom.replaceAll('\\', '/'))
  // Les seuls à tenir la base : le socle, le lanceur de PostgreSQL et la sauvegarde, qui lit tout par le rôle prévu.
  .filter((nom) => !/^platform\/(db|postgres|sauvegarde)\//.test(nom))
  // Les semeurs des essais ne sont pas servis ; un assemblage n'en contient pas.
  .filter((nom) => !/^modules\/[a-z]+\/test\//.test(nom))

const fautifs = (motif: RegExp) =>
  fichiers.filter((nom) => motif.test(readFileSync(path.join(src, nom), 'utf8')))

it('lit bien des fichiers', () => expect(fichiers.length).toBeGreaterThan(10))

it('aucune requête n’est composée de texte hors de platform/db', () => {
  expect(fautifs(/\bsql\.(raw|lit)\(|\bsql\.raw`|CompiledQuery\.raw\(/)).toEqual([])
})

it('personne ne règle qui demande, ni n’endosse un rôle', () => {
  expect(
    fautifs(
      /set_config\s*\(|set\s+(local\s+)?role\b|app\.(organisme_id|personne_id|activites|sceau)\b(?!\()/i,
    ),
  ).toEqual([])
})

// Nu, l'appel est déplié dans chaque parcours d'index et chaque boucle : le sceau s'y recalcule à chaque ligne (mesuré :
// 3,3 ms au lieu de 0,9 pour les cases d'une feuille). Entre parenthèses, il se calcule une fois.
it('toute comparaison à qui demande passe par un sous-choix : « = (select app.organisme()) »', () => {
  expect(fautifs(/=\s*app\.organisme\(\)/i)).toEqual([])
})
