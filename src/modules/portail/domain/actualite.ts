/** Une actualité telle qu'on l'écrit, et où elle en est. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier, slug, uneLigne } from '#kernel/texte.ts'

export type Contenu = {
  readonly titre: string
  /** Deux ou trois phrases, montrées dans les listes et en tête. */
  readonly chapo: string
  /** Markdown restreint (`lireRecit`, au module pole). */
  readonly corps: string
  readonly etiquettes: readonly string[]
  readonly image: string | null
  /** Ce que l'image montre, pour qui ne la voit pas ; obligatoire avec elle. */
  readonly imageAlt: string
  /** D'où vient l'information, si elle n'est pas de nous. */
  readonly sourceNom: string
  readonly sourceUrl: string
}

export const ETIQUETTES_MAX = 10
const LONGUEUR_ETIQUETTE = 40

/** « Qualité, Handicap ; qualité » : des étiquettes d'une ligne, sans doublon à l'accent et à la casse près. */
export const lireEtiquettes = (texte: string): readonly string[] => {
  const vues = new Map<string, string>()
  for (const brute of texte.split(/[,;\n]/)) {
    const nom = uneLigne(brute).slice(0, LONGUEUR_ETIQUETTE).toWellFormed().trim()
    const cle = plier(nom)
    if (cle !== '' && !vues.has(cle)) vues.set(cle, nom)
  }
  return [...vues.values()].slice(0, ETIQUETTES_MAX)
}

/** L'adresse publique tirée du titre ; jamais vide. La base y ajoute un rang si elle est prise. */
export const adresseDuTitre = (titre: string): string => {
  const court = slug(titre, 80)
  return court.length >= 2 ? court : 'actualite'
}

/** Ce que la recherche lit, replié. Borné : une colonne `tsvector` l'est aussi. */
export const pliDe = (c: Pick<Contenu, 'titre' | 'chapo' | 'corps' | 'etiquettes'>): string =>
  plier(
    [
      c.titre,
      c.titre,
      c.etiquettes.join(' '),
      c.chapo,
      // Ce qu'une image montre se cherche ; son identifiant, non.
      c.corps.replace(/\]\(image:[0-9a-f-]{36}\)/g, ']'),
    ].join(' '),
  ).slice(0, 60_000)

export type Etat = 'brouillon' | 'programmee' | 'parue' | 'reprise' | 'retiree'

/** « reprise » : parue, et changée depuis sans avoir reparu. */
export const etatDe = (
  a: {
    readonly version: number
    readonly parueVersion: number | null
    readonly paraitreLe: Date | null
    readonly retireeLe: Date | null
  },
  maintenant: Date,
): Etat => {
  if (a.retireeLe) return 'retiree'
  if (!a.paraitreLe || a.parueVersion === null) return 'brouillon'
  if (a.paraitreLe > maintenant) return 'programmee'
  return a.parueVersion === a.version ? 'parue' : 'reprise'
}

/** Les gestes de la barre d'écriture : chacun ajoute au texte un exemple à remplir. Sans script, sans autre syntaxe. */
export const gabarits = {
  titre: { nom: 'Titre', ajout: '## Un intertitre' },
  gras: { nom: 'Gras', ajout: 'Des mots **importants**.' },
  liste: { nom: 'Liste', ajout: '- un point\n- un autre' },
  lien: { nom: 'Lien', ajout: '[le texte du lien](https://exemple.fr)' },
} as const
export type Gabarit = keyof typeof gabarits

/** Pose une image reçue au bout du texte, sur sa ligne. Les crochets de ce qu'elle montre en casseraient la marque. */
export const ajouterImageAuTexte = (texte: string, id: string, alt: string): string => {
  const ligne = `![${uneLigne(alt).replace(/[[\]]/g, '').slice(0, 300).toWellFormed()}](image:${id})`
  return texte.trim() === '' ? ligne : `${texte.trimEnd()}\n\n${ligne}`
}

export const ajouterGabarit = (texte: string, g: Gabarit): string =>
  texte.trim() === '' ? gabarits[g].ajout : `${texte.trimEnd()}\n\n${gabarits[g].ajout}`

/** Un jour de parution se choisit un an à l'avance, au plus. */
const JOURS_D_AVANCE = 366

/** Quand elle paraît. Un jour passé date l'archive que l'on reprend ; sans jour dit, celle qui est en ligne garde le sien. */
export const quandParaitre = (
  a: { readonly paraitreLe: Date | null; readonly retireeLe: Date | null },
  poleVisible: boolean,
  voulu: Date | undefined,
  le: Date,
): Result<Date, Refus<'prive' | 'loin'>> => {
  if (!poleVisible) return refuser('prive', 'Ce pôle ne se montre qu’à ses membres : rien n’y paraît.')
  if (voulu && voulu.getTime() - le.getTime() > JOURS_D_AVANCE * 86_400_000)
    return refuser('loin', 'Un an à l’avance, au plus.')
  return ok(voulu ?? (a.paraitreLe && a.paraitreLe <= le && !a.retireeLe ? a.paraitreLe : le))
}
