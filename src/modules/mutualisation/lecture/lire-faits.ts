import { lireCas } from '#kernel/cas.ts'
import { type Faute, type Lecteur, montrer, sous } from '#kernel/champs.ts'
import type { Json, Objet } from '#kernel/json.ts'
import type { Result } from '#kernel/result.ts'
import { bornesDe, defauts, type Faits, valeursDe } from '../domain/formes/faits.ts'

export type CasDeForme = { readonly id: string; readonly faits: Partial<Faits> }

const chiffresApres = 6

const lireNombre = (l: Lecteur, v: Json, chemin: string, cle: keyof typeof bornesDe) => {
  const { min, max, entier } = bornesDe[cle]
  if (entier) return l.entier(v, chemin, min, max)
  const lu = l.decimalDe(v)
  if (!lu || typeof v === 'string') return l.fauter(chemin, `un nombre est attendu, pas ${montrer(v)}.`)
  if (lu.decimales > chiffresApres) return l.fauter(chemin, `${montrer(v)} a plus de six décimales.`)
  const valeur = Number(lu.n) / 10 ** lu.decimales
  return valeur >= min && valeur <= max
    ? valeur
    : l.fauter(chemin, `${montrer(v)} n’est pas entre ${min} et ${max}.`)
}

const lireFait = (l: Lecteur, cle: keyof Faits, v: Json, chemin: string) => {
  if (cle in valeursDe)
    return l.choix(v, chemin, valeursDe[cle as keyof typeof valeursDe] as readonly string[], 'fait')
  if (cle in bornesDe) return lireNombre(l, v, chemin, cle as keyof typeof bornesDe)
  return l.booleen(v, chemin)
}

/** Un fait mal nommé ne vaut pas son défaut : la réponse serait juste pour une autre mission. */
const lireFaits = (l: Lecteur, o: Objet, chemin: string): Partial<Faits> =>
  Object.fromEntries(
    [...o].flatMap(([cle, v]) => {
      if (!Object.hasOwn(defauts, cle)) {
        l.fauter(sous(chemin, cle), 'ce fait n’existe pas.')
        return []
      }
      const lu = lireFait(l, cle as keyof Faits, v, sous(chemin, cle))
      return lu === undefined ? [] : [[cle, lu]]
    }),
  )

/** Lit un document `formes-cas/1` : `{cas: [{id, faits}]}`, où `faits` ne dit que ce qui s’écarte des défauts. */
export const lireCasDeForme = (texte: string): Result<readonly CasDeForme[], readonly Faute[]> =>
  lireCas(texte, 'formes-cas/1', (l) => (o, id, chemin) => {
    const faits = l.objet(o.get('faits'), sous(chemin, 'faits'))
    return faits && { id, faits: lireFaits(l, faits, sous(chemin, 'faits')) }
  })
