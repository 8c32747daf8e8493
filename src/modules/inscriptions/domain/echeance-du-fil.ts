/** La date qu’une session attend avant son premier jour, pour « Échéances » : celle de sa ligne (`arretsDuFil`), devis à part. Pur. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { enumerer, minuscule } from '#kernel/texte.ts'
import type { Regime } from './dossier.ts'
import type { EtatGarde } from './etats.ts'
import { type ArretDuFil, arretsDuFil, type FaitsDuFil } from './suite.ts'
import { estEteint } from './vivant.ts'

/** Ce qu’une session à venir a de fait, et ce qui lui reste. */
export type FilLu = {
  readonly intitule: string
  readonly debut: DateCivile
  readonly dossiers: readonly {
    readonly id: string
    readonly regime: Regime
    readonly signe: boolean
    readonly retracte: boolean
  }[]
  readonly gens: readonly {
    readonly id: string
    readonly dossier: string | null
    readonly etat: EtatGarde
    readonly close: boolean
    /** Information et règlement : deux, ou rien n’est remis. */
    readonly remises: number
    readonly convoquee: boolean
  }[]
}

/** Le même fil, sans ce dont seul le geste qui suit a besoin : un jour fait est dit `jour`, il n’est jamais montré. */
const faitsDe = (f: FilLu, jour: DateCivile): FaitsDuFil => {
  const gens = f.gens.filter((i) => !i.close)
  return {
    aujourdhui: jour,
    calendrier: null,
    avis: null,
    debut: f.debut,
    ouverte: true,
    dossiers: f.dossiers.map((d) => ({
      id: d.id,
      client: '',
      regime: d.regime,
      signeLe: d.signe ? jour : null,
      clos: estEteint({ id: d.id, retracteLe: d.retracte ? new Date(0) : null }, f.gens),
      echeancier: true,
    })),
    pieces: gens
      .filter((i) => i.convoquee)
      .map((i) => ({
        id: i.id,
        genre: 'convocation',
        numero: '',
        objet: i.id,
        emiseLe: jour,
        client: false,
        organisme: false,
        envoyee: false,
        calendrier: null,
      })),
    gens: gens.map((i) => ({
      id: i.id,
      dossier: i.dossier,
      remis: i.remises >= 2 ? jour : null,
      accuse: true,
      inscrite: i.etat === 'inscrit',
    })),
  }
}

const restant = (a: ArretDuFil): string => `${minuscule(a.libelle)} (${a.fait} sur ${a.sur})`

/**
 * La date que l’usage attend ensuite, et ce qui est déjà en retard sur elle ; toutes passées, le premier jour. Une seule par session.
 * `aussi` : tout ce qui reste, en une phrase, pour qui dit déjà cette session à une autre date.
 */
export const echeanceDuFil = (
  f: FilLu,
  jour: DateCivile,
):
  | {
      readonly jour: DateCivile
      readonly chose: string
      readonly suite: string
      readonly aussi: string
    }
  | undefined => {
  const restent = arretsDuFil(faitsDe(f, jour)).filter((a) => a.fait < a.sur)
  if (restent.length === 0) return undefined
  const aussi = `Avant le ${formaterDate(f.debut)} : ${enumerer(restent.map(restant))}.`
  const enRetard = enumerer(restent.filter((a) => a.jour < jour).map(restant))
  const suivante = restent.find((a) => a.jour >= jour)
  if (!suivante)
    return {
      jour: f.debut,
      chose: `Premier jour de « ${f.intitule} »`,
      suite: ` : ${enRetard} à finir d’ici là.`,
      aussi,
    }
  return {
    jour: suivante.jour,
    chose: `${suivante.libelle} de « ${f.intitule} »`,
    suite: ` : ${suivante.fait} sur ${suivante.sur}, avant le ${formaterDate(f.debut)}.${enRetard ? ` En retard : ${enRetard}.` : ''}`,
    aussi,
  }
}
