import { dateCivile } from '#kernel/dates.ts'
import { lireMontant, type Montant } from '#kernel/montant.ts'
import { tronquer, typographier, uneLigne } from '#kernel/texte.ts'
import type { LibelleLheo } from './dictionnaires.ts'
import type { Code, Constat, DateLue, Noeud, OptionsLecture } from './offre-lue.ts'

/** Ce qu’un texte garde au plus : six fois ce que le schéma permet. */
const LONGUEUR = 20_000

export const enfants = (n: Noeud | undefined, nom: string): Noeud[] =>
  n?.enfants.filter((e) => e.nom === nom) ?? []
export const enfant = (n: Noeud | undefined, nom: string): Noeud | undefined =>
  n?.enfants.find((e) => e.nom === nom)
export const descendre = (n: Noeud | undefined, ...noms: readonly string[]): Noeud | undefined =>
  noms.reduce<Noeud | undefined>(enfant, n)

export type Lecteur = ReturnType<typeof creerLecteur>
export const creerLecteur = (constats: Constat[], options: OptionsLecture) => {
  const dire = (niveau: Constat['niveau'], code: string, n: Noeud, chemin: string, phrase: string): void => {
    constats.push({ niveau, code, ligne: n.ligne, chemin, phrase: typographier(phrase) })
  }
  /** Texte d’un enfant, nettoyé ; trop long : gardé et dit. « - » veut dire « sans objet » (§ 1.4). */
  const texte = (
    n: Noeud | undefined,
    nom: string,
    chemin: string,
    bornes: { max: number; obligatoire?: boolean },
  ): string | null => {
    const e = enfant(n, nom)
    const lu = e ? options.texteBrut(e.texte).trim() : ''
    if (lu === '' || lu === '-') {
      if (bornes.obligatoire && n && lu === '')
        dire('avertissement', 'champ-vide', e ?? n, `${chemin}/${nom}`, `« ${nom} » est obligatoire et vide.`)
      return null
    }
    if (e && e.texte.length > bornes.max)
      dire(
        'avertissement',
        'trop-long',
        e,
        `${chemin}/${nom}`,
        `« ${nom} » dépasse ${bornes.max} caractères ; il est gardé ${lu.length > LONGUEUR ? `jusqu’au ${LONGUEUR}e` : 'entier'}.`,
      )
    return tronquer(lu, LONGUEUR)
  }
  const decoder = (
    e: Noeud | undefined,
    dictionnaire: Readonly<Record<string, LibelleLheo>>,
    chemin: string,
  ): Code | null => {
    const code = e ? uneLigne(e.texte) : ''
    if (!e || code === '') return null
    const entree = Object.hasOwn(dictionnaire, code) ? dictionnaire[code] : undefined
    if (!entree) {
      dire(
        'avertissement',
        'code-inconnu',
        e,
        `${chemin}/${e.nom}`,
        `Le code « ${code.slice(0, 20)} » n’existe pas pour « ${e.nom} ».`,
      )
      return { code, libelle: null }
    }
    if (entree.obsolete)
      dire(
        'information',
        'code-obsolete',
        e,
        `${chemin}/${e.nom}`,
        `Le code « ${code} » de « ${e.nom} » est obsolète : ${entree.libelle}.`,
      )
    return { code, libelle: entree.libelle }
  }
  const booleen = (n: Noeud, nom: string, chemin: string): boolean | null => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (v === '0' || v === '1') return v === '1'
    if (e && v !== '') dire('avertissement', 'code-inconnu', e, `${chemin}/${nom}`, `« ${nom} » vaut 0 ou 1.`)
    return null
  }
  const entier = (n: Noeud, nom: string, chemin: string): number | null => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (!e || v === '') return null
    if (/^\d{1,6}$/.test(v)) return Number(v)
    dire(
      'avertissement',
      'nombre-illisible',
      e,
      `${chemin}/${nom}`,
      `« ${v.slice(0, 20)} » n’est pas un nombre entier d’heures.`,
    )
    return null
  }
  const montant = (n: Noeud, nom: string, chemin: string): Montant | null => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (!e || v === '') return null
    const lu = lireMontant(v)
    if (lu.ok) return lu.value
    dire('avertissement', 'montant-illisible', e, `${chemin}/${nom}`, lu.error.phrase)
    return null
  }
  /** AAAAMMJJ. Le motif du schéma admet le 31 février et 99999999 (inconnue) : une vraie date est vérifiée ici. */
  const date = (n: Noeud | undefined, nom: string, chemin: string): DateLue => {
    const e = enfant(n, nom)
    const v = e ? uneLigne(e.texte) : ''
    if (!e || v === '') return null
    if (v === '99999999') return 'inconnue'
    const lue = /^\d{8}$/.test(v) ? dateCivile(`${v.slice(0, 4)}-${v.slice(4, 6)}-${v.slice(6)}`) : undefined
    if (!lue)
      dire(
        'avertissement',
        'date-inexistante',
        e,
        `${chemin}/${nom}`,
        `« ${v.slice(0, 20)} » n’est pas une date (AAAAMMJJ).`,
      )
    return lue ?? null
  }
  const codes = (n: Noeud | undefined, nom: string, motif: RegExp, chemin: string): string[] =>
    enfants(n, nom).flatMap((e) => {
      const v = uneLigne(e.texte).toUpperCase()
      if (motif.test(v)) return [v]
      dire(
        'avertissement',
        'code-mal-forme',
        e,
        `${chemin}/${nom}`,
        `« ${v.slice(0, 20)} » n’a pas la forme d’un ${nom}.`,
      )
      return []
    })
  return { dire, texte, decoder, booleen, entier, montant, date, codes, attendu: options.attendu ?? {} }
}
