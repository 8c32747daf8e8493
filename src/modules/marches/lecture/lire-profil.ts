import { lireObjet } from '#kernel/cas.ts'
import { type Faute, type Lecteur, lecteur, sous } from '#kernel/champs.ts'
import type { Objet } from '#kernel/json.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Profil } from '../domain/trier.ts'
import { departementDe } from './noeud.ts'

/** Une liste de textes, chacun lu ; absente, elle est vide. */
const liste = (
  l: Lecteur,
  o: Objet,
  cle: string,
  lire: (texte: string, chemin: string) => string | undefined,
): readonly string[] =>
  o.has(cle)
    ? l.suite(o.get(cle), sous('', cle), (v, ici) => {
        const texte = l.texte(v, ici)
        return texte === undefined ? undefined : lire(texte.trim(), ici)
      })
    : []

/** Lit un profil de veille ; chaque champ est facultatif, et ce qu’il ne demande pas est ignoré. */
export const lireProfil = (texte: string): Result<Profil, readonly Faute[]> => {
  const fautes: Faute[] = []
  const l = lecteur(fautes)
  const o = lireObjet(l, texte)
  if (!o) return ko(fautes)
  const auPlusTot = o.get('auPlusTot')
  const profil: Profil = {
    departements: liste(
      l,
      o,
      'departements',
      (t, ici) => departementDe(t) ?? l.fauter(ici, `« ${t.slice(0, 20)} » n’est pas un département.`),
    ),
    cpv: liste(l, o, 'cpv', (t, ici) =>
      /^\d{2,8}(?:-\d)?$/.test(t) ? t : l.fauter(ici, `« ${t.slice(0, 20)} » n’est pas un code CPV.`),
    ),
    exclure: liste(l, o, 'exclure', (t) => t),
    mots: liste(l, o, 'mots', (t) => t),
    pays: liste(l, o, 'pays', (t, ici) =>
      /^[A-Za-z]{2,3}$/.test(t) ? t : l.fauter(ici, `« ${t.slice(0, 20)} » n’est pas un code de pays.`),
    ),
    auPlusTot:
      auPlusTot === undefined || auPlusTot === null ? null : (l.jour(auPlusTot, 'auPlusTot') ?? null),
  }
  return fautes.length > 0 ? ko(fautes) : ok(profil)
}
