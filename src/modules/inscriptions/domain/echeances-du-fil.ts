/** Les dates d’avant une session, pour « Échéances » : celles de sa ligne (`arretsDuFil`), et nulles autres. Pur. */
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

const compte = (a: ArretDuFil): string => `${a.fait} sur ${a.sur}`

/** La date que l’usage attend ensuite ; et, au premier jour, ce qui aurait déjà dû être fait. */
export const echeancesDuFil = (
  f: FilLu,
  jour: DateCivile,
): readonly { readonly jour: DateCivile; readonly chose: string; readonly suite: string }[] => {
  const restent = arretsDuFil(faitsDe(f, jour)).filter((a) => a.fait < a.sur)
  const enRetard = restent.filter((a) => a.jour < jour)
  const suivante = restent.find((a) => a.jour >= jour)
  return [
    ...(suivante
      ? [
          {
            jour: suivante.jour,
            chose: `${suivante.libelle} de « ${f.intitule} »`,
            suite: ` : ${compte(suivante)}, avant le ${formaterDate(f.debut)}.`,
          },
        ]
      : []),
    ...(enRetard.length > 0
      ? [
          {
            jour: f.debut,
            chose: `Premier jour de « ${f.intitule} »`,
            suite: ` : ${enumerer(enRetard.map((a) => `${minuscule(a.libelle)} (${compte(a)})`))} à finir d’ici là.`,
          },
        ]
      : []),
  ]
}
