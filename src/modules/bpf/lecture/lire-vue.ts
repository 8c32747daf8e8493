import type { DateCivile } from '#kernel/dates.ts'
import { exerciceDe, lireOrganisme, listerSignataires, type OrganismeLu } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type DepotLu, lireDepot, listerDepots, listerRecopies, type Recopie } from '../db/depots.queries.ts'
import { premiereTrace } from '../db/detail.queries.ts'
import { exercicesDits, type ReglageExercice } from '../db/exercices.queries.ts'
import { reprisesVives } from '../db/sommes.queries.ts'
import { type ControlePasse, controler } from '../domain/controles/controler.ts'
import { type ContenuDeDepot, comparer } from '../domain/depot.ts'
import type { Exercice } from '../domain/dossier.ts'
import type { Echeance } from '../domain/echeance.ts'
import { type EtatDExercice, echeanceRetenue, etatDExercice, rangerExercices } from '../domain/exercices.ts'
import { type CadreRempli, remplir } from '../domain/remplir.ts'
import { type BilanDetaille, type BilanLu, lireBilan, lireBilanDetaille } from './lire-bilan.ts'

export type ExerciceRange = Exercice & {
  readonly echeance: Echeance & { readonly saisie: DateCivile | null }
  readonly etat: EtatDExercice
  readonly depot: DepotLu | undefined
}

const memes = (a: Exercice, b: Exercice): boolean => a.debut === b.debut && a.fin === b.fin

const enRange = (
  e: Exercice,
  jour: DateCivile,
  depots: readonly DepotLu[],
  reglages: readonly ReglageExercice[],
): ExerciceRange => {
  const depot = depots.find((d) => memes(d, e))
  const echeance = echeanceRetenue(e, reglages.find((r) => memes(r, e))?.echeanceLe ?? null)
  return {
    debut: e.debut,
    fin: e.fin,
    echeance,
    depot,
    etat: etatDExercice(e, jour, { depose: depot !== undefined, retenue: echeance.retenue }),
  }
}

/** Les exercices de l'organisme, chacun avec son échéance et son dernier dépôt ; le plus récent d'abord. */
export const listerExercices = async (tx: TenantTx, jour: DateCivile): Promise<ExerciceRange[]> => {
  const [{ cloture }, depots, reglages, reprises, trace] = await Promise.all([
    lireOrganisme(tx),
    listerDepots(tx),
    exercicesDits(tx),
    reprisesVives(tx),
    premiereTrace(tx),
  ])
  const dits: Exercice[] = []
  for (const { debut, fin } of [...reglages, ...depots, ...reprises])
    if (!dits.some((d) => d.debut === debut && d.fin === fin)) dits.push({ debut, fin })
  return rangerExercices(dits, (j) => exerciceDe(j, cloture), trace ?? jour, jour).map((e) =>
    enRange(e, jour, depots, reglages),
  )
}

export type Vue = {
  readonly lu: BilanLu
  readonly organisme: OrganismeLu
  readonly dirigeant: { readonly nom: string; readonly qualite: string } | undefined
  readonly cadres: readonly CadreRempli[]
  readonly controles: readonly ControlePasse[]
  readonly range: ExerciceRange
  readonly depots: readonly DepotLu[]
  readonly recopies: ReadonlyMap<string, Recopie>
  /** Combien de cases ne valent plus ce que le dernier dépôt a transmis. */
  readonly changees: number
}

/** Un bilan dont chaque enregistrement se rouvre. */
export type VueDetaillee = Vue & { readonly lu: BilanDetaille }

export const lireVue = async (tx: TenantTx, exercice: Exercice, jour: DateCivile): Promise<Vue> =>
  vueDe(tx, await lireBilan(tx, exercice), jour)

export const lireVueDetaillee = async (
  tx: TenantTx,
  exercice: Exercice,
  jour: DateCivile,
): Promise<VueDetaillee> => {
  const lu = await lireBilanDetaille(tx, exercice)
  return { ...(await vueDe(tx, lu, jour)), lu }
}

const vueDe = async (tx: TenantTx, lu: BilanLu, jour: DateCivile): Promise<Vue> => {
  const { exercice } = lu
  const depots = await listerDepots(tx, exercice)
  const dernier = depots[0] && (await lireDepot(tx, depots[0].id))
  const [signataire] = await listerSignataires(tx)
  return {
    lu,
    organisme: await lireOrganisme(tx),
    dirigeant: signataire && { nom: signataire.nom, qualite: signataire.qualite },
    cadres: remplir(lu.bpf.version, lu.bpf),
    controles: controler(lu.bpf, { aujourdhui: jour, ...lu.contexte }),
    range: enRange(exercice, jour, depots, lu.reglage ? [lu.reglage] : []),
    depots,
    recopies: await listerRecopies(tx, exercice),
    changees: dernier
      ? comparer((JSON.parse(dernier.contenu) as ContenuDeDepot).cadres, remplir(dernier.cerfa, lu.bpf))
          .length
      : 0,
  }
}
