/** Régler une étape : ce qui se refuse, champ par champ, et ce qui se garde. */
import { type Etape, etapeDe, type Propre, type Reglage } from './etapes.ts'
import { fautesDesMots, motsPermis, verifierMots } from './mots.ts'

/** Choix du produit : une matrice de plus de colonnes ne se lirait plus. */
export const ETAPES_PROPRES_MAX = 20
export const tropDEtapes = `Vous en tenez déjà ${ETAPES_PROPRES_MAX} : retirez-en une d’abord, la matrice ne se lirait plus.`

/** « 4, 10 » : des jours croissants, cinq au plus ; rien si cela ne se lit pas. */
export const lireRelances = (ecrites: string): readonly number[] | undefined => {
  const nombres = ecrites
    .split(/[,; ]+/)
    .filter((m) => m !== '')
    .map(Number)
  const justes = nombres.every(
    (n, i) => Number.isInteger(n) && n >= 1 && n <= 60 && n > (nombres[i - 1] ?? 0),
  )
  return justes && nombres.length <= 5 ? nombres : undefined
}

export type ReglageSaisi = Pick<Reglage, 'active' | 'ecart' | 'objet' | 'corps'> & {
  /** Les rappels, tels qu’écrits : « 4, 10 ». */
  readonly relances: string
}
type Fautes = Readonly<Record<string, string>>

const fautesDuMessage = (e: Etape, { objet, corps }: ReglageSaisi): Fautes => {
  if ((objet === '') !== (corps === ''))
    return { [objet === '' ? 'objet' : 'corps']: 'L’objet et le message vont ensemble.' }
  if (corps === '') return e.message ? { corps: 'Ce message n’a pas d’autres mots que les vôtres.' } : {}
  const permis = motsPermis(e)
  const dObjet = verifierMots(
    objet,
    permis.filter((m) => m !== 'lien'),
  )
  const duCorps = verifierMots(corps, permis, e.exige)
  return {
    ...(dObjet.ok ? {} : { objet: dObjet.error.phrase }),
    ...(duCorps.ok ? {} : { corps: duCorps.error.phrase }),
  }
}

const fauteDuJour = (e: Etape, ecart: number): Fautes =>
  e.ancre === 'debut' && ecart > -1 && e.conduite === 'ici'
    ? { ecart: 'Ce qui prépare une session part avant elle : un nombre négatif.' }
    : e.ancre === 'fin' && ecart < 0
      ? { ecart: 'Ce qui suit une session part après son dernier jour : zéro ou plus.' }
      : {}

/** Le réglage à garder, ou les fautes, par champ. Les mots proposés, laissés tels quels, restent ceux du modèle. */
export const jugerReglage = (
  e: Etape,
  saisi: ReglageSaisi,
): { readonly reglage: Reglage } | { readonly fautes: Fautes } => {
  const relances = lireRelances(saisi.relances)
  const fautes = {
    ...(relances
      ? {}
      : {
          relances: 'Écrivez de un à cinq nombres de jours croissants, de 1 à 60, séparés par des virgules.',
        }),
    ...(e.conduite === 'ici' ? fautesDuMessage(e, saisi) : {}),
    ...fauteDuJour(e, saisi.ecart),
  }
  if (!relances || Object.keys(fautes).length > 0) return { fautes }
  const duModele = e.message && saisi.objet === e.message.objet && saisi.corps === e.message.corps
  return {
    reglage: {
      code: e.code,
      active: saisi.active,
      ecart: e.ancre === 'demi' ? 0 : saisi.ecart,
      relances,
      objet: duModele ? '' : saisi.objet,
      corps: duModele ? '' : saisi.corps,
    },
  }
}

/** Avant le premier jour, ou après le dernier : ce que choisit qui ajoute une étape. */
export const moments = {
  avant: { ancre: 'debut', libelle: 'avant le premier jour', signe: -1 },
  apres: { ancre: 'fin', libelle: 'après le dernier jour', signe: 1 },
} as const
export type Moment = keyof typeof moments

/** Les fautes d’une étape à ajouter. `tenues` : combien la coopérative en a déjà. */
export const fautesDEtape = (
  p: Propre & { readonly objet: string; readonly corps: string },
  moment: Moment,
  jours: number,
  tenues: number,
): Fautes => ({
  ...fautesDesMots(p, motsPermis(etapeDe(p))),
  ...(moment === 'avant' && jours === 0
    ? { jours: 'Ce qui prépare une session part avant elle : 1 est la veille.' }
    : {}),
  ...(tenues >= ETAPES_PROPRES_MAX ? { nom: tropDEtapes } : {}),
})
