/** Le dessin d’une tendance : où tombe chaque période, de la plus récente en haut. Pur : la page ne fait que tracer. */
import { part, petitEffectif } from './resultats.ts'

type Periode = {
  readonly du: string
  readonly sollicites: number
  readonly reponses: number
  readonly n: number
  readonly satisfaits: number
}

/** En unités du dessin ; un écran de 360 points en montre une par point, le texte y garde sa taille. */
export const cotes = { largeur: 320, ligne: 56, gauche: 76, droite: 268 } as const
/** Deux ans : au-delà, le tableau se lit mieux qu’un dessin. */
export const auPlus = 8

type Ligne = {
  readonly du: string
  /** Le milieu de la ligne où se place le point. */
  readonly y: number
  /** Rien : personne n’a donné de note. */
  readonly point: { readonly x: number; readonly part: number; readonly petit: boolean } | null
  /** De `gauche` à cette abscisse : qui a répondu, parmi qui fut sollicité. */
  readonly repondu: number
  readonly reponses: number
  readonly sollicites: number
}

const abscisse = (milliemes: number): number =>
  cotes.gauche + (Math.min(1000, Math.max(0, milliemes)) / 1000) * (cotes.droite - cotes.gauche)

export const tracer = (
  periodes: readonly Periode[],
): { readonly lignes: readonly Ligne[]; readonly traits: readonly string[]; readonly hauteur: number } => {
  const lignes = periodes.slice(0, auPlus).map((p, i): Ligne => {
    const v = part(p.satisfaits, p.n)
    return {
      du: p.du,
      y: 34 + i * cotes.ligne,
      point: v === null ? null : { x: abscisse(v), part: v, petit: p.n < petitEffectif },
      repondu: abscisse(part(p.reponses, p.sollicites) ?? 0),
      reponses: p.reponses,
      sollicites: p.sollicites,
    }
  })
  // Une période sans note coupe le trait : rien ne dit ce qui s’y serait passé.
  const traits: string[] = []
  let suite: string[] = []
  for (const l of [...lignes, undefined]) {
    if (l?.point) suite.push(`${l.point.x.toFixed(1)},${l.y}`)
    else {
      if (suite.length > 1) traits.push(suite.join(' '))
      suite = []
    }
  }
  return { lignes, traits, hauteur: 26 + lignes.length * cotes.ligne }
}
