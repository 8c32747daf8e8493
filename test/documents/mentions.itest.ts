import { afterAll, describe, expect, it } from 'vitest'
import { documents } from './mentions.ts'
import { composer, lireTexte, moteur, serre } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())

type Arbre = Readonly<Record<string, unknown>>
type Chemin = readonly (string | number)[]

/** Chaque donnée, feuille par feuille ; et chaque tableau, qu’on peut vider. */
const chemins = (v: unknown, ici: Chemin = []): Chemin[] =>
  Array.isArray(v)
    ? [ici, ...v.flatMap((x, i) => chemins(x, [...ici, i]))]
    : typeof v === 'object' && v !== null
      ? Object.entries(v).flatMap(([cle, x]) => chemins(x, [...ici, cle]))
      : [ici]

const poser = (v: unknown, [tete, ...suite]: Chemin, valeur: unknown): unknown => {
  if (tete === undefined) return valeur
  if (Array.isArray(v)) return v.map((x, i) => (i === tete ? poser(x, suite, valeur) : x))
  const objet = { ...(v as Record<string, unknown>) }
  const neuf = poser(objet[tete as string], suite, valeur)
  if (neuf === undefined) delete objet[tete as string]
  else objet[tete as string] = neuf
  return objet
}
const lire = (v: unknown, chemin: Chemin): unknown =>
  chemin.reduce<unknown>((x, cle) => (x as Record<string | number, unknown>)[cle], v)

/** Ni une mention, ni un texte : la couleur et le dessin de la coopérative ; le tracé, toujours doublé d’un mot. */
const ornement = (c: Chemin) =>
  c.at(-1) === 'trace' || (c[0] === 'organisme' && ['couleur', 'logo'].includes(String(c[1])))
/** Un refus dit d’où vient l’exigence : un article du code, le référentiel, un règlement. */
const ditLArticle =
  /(?:[LRD]\d{3,4}(?:-\d+)+|code [a-zéè]|RNQ, indicateur \d+|242 nonies A|2016\/679|2015-1363)/

describe.each(documents)(
  '$gabarit $donnees.numero',
  ({ gabarit, donnees, mentions, seulement, absents = [] }) => {
    const absentes = (texte: string) => mentions.filter(([m]) => !texte.includes(serre(m))).map(([m]) => m)

    it('porte chaque mention que la loi ou l’usage demande', async () => {
      const r = await composer(pdf, gabarit, donnees, gabarit)
      if (!r.ok) throw new Error(r.error.phrase)
      expect(r.value.remplaces).toEqual([])
      expect(absentes(lireTexte(r.value.pdf))).toEqual([])
      for (const [mention, article] of mentions) expect(article, mention).not.toBe('')
    })

    it('toute donnée ôtée fait refuser l’émission par son article, ou manquer une mention', async () => {
      const feuilles = chemins(donnees).filter(
        (c) =>
          c.length > 0 &&
          c[0] !== 'numero' &&
          !ornement(c) &&
          !absents.includes(c.join('.')) &&
          (seulement === undefined || c[0] === seulement),
      )
      const passees: string[] = []
      const essayer = async (chemin: Chemin, valeur: unknown) => {
        const r = await composer(pdf, gabarit, poser(donnees, chemin, valeur) as Arbre).catch((e: unknown) =>
          String(e),
        )
        if (typeof r === 'string') passees.push(`${chemin.join('.')} : panne ${r.slice(0, 300)}`)
        else if (!r.ok) {
          if (!ditLArticle.test(r.error.phrase)) passees.push(`${chemin.join('.')} : ${r.error.phrase}`)
        } else if (absentes(lireTexte(r.value.pdf)).length === 0)
          passees.push(`${chemin.join('.')} = ${JSON.stringify(valeur)} : rien ne manque`)
      }
      for (const chemin of feuilles) {
        const valeur = lire(donnees, chemin)
        // Dans un tableau de textes, ôter un élément est le vider.
        if (typeof chemin.at(-1) !== 'number') await essayer(chemin, undefined)
        if (typeof valeur === 'string') await essayer(chemin, ' ')
        if (Array.isArray(valeur)) await essayer(chemin, [])
      }
      expect(passees).toEqual([])
    })
  },
)
