/** Ce qu’une personne demande de ses données, et ce qu’on lui répond (RGPD, articles 12 et 15 à 21). */
import type { DateCivile } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { insererDemande, prolongerDemande, repondreDemande, tracerLecture } from '../db/demandes.ecritures.ts'
import type { DemandeDeDroits } from '../db/demandes.ts'
import { leverSuspension, poserSuspension } from '../db/effacement.ecritures.ts'
import { suspensionDe } from '../db/effacement.ts'
import {
  type Canal,
  droitsDesPersonnes,
  echeanceDe,
  echeanceProlongee,
  type GenreDemande,
  lireReponse,
} from '../domain/demande.ts'
import { tachePreparer } from '../domain/taches.ts'
import type { Jugement } from './effacer-personne.ts'

type Fiche = Jugement['fiches'][number]

const consignerPour = (
  tx: TenantTx,
  d: Pick<DemandeDeDroits, 'activite' | 'personne'>,
  le: Date,
  geste: string,
  phrase: string,
) =>
  consigner(tx, {
    activite: d.activite,
    faitLe: le,
    module: 'donnees',
    geste,
    objet: { genre: 'tiers', id: d.personne },
    phrase,
  })
const deLaFiche = (f: Fiche) => ({ activite: f.activite, personne: f.id })

/** Laisse une trace de qui a ouvert le dossier. */
export const noterLaLecture = (tx: TenantTx, fiche: Fiche, le: Date): Promise<void> =>
  tracerLecture(tx, { id: newId(le), ...deLaFiche(fiche), genre: 'dossier' }, le)

/** Inscrit une demande ; sa précision est chiffrée. Rend le dernier jour pour répondre. Un double envoi n’inscrit qu’une fois. */
export const inscrireUneDemande = async (
  tx: TenantTx,
  keys: Pick<Keys, 'encrypt'>,
  fiche: Fiche,
  d: {
    readonly cle: string | undefined
    readonly genre: GenreDemande
    readonly canal: Canal
    readonly recueLe: DateCivile
    readonly precision: string | undefined
  },
  le: Date,
): Promise<Result<DateCivile, Refus<'a-venir'>>> => {
  if (d.recueLe > jourLocal(le, ZONE_PAR_DEFAUT))
    return refuser('a-venir', 'Cette date est à venir : écrivez le jour où elle vous est parvenue.')
  const id = asId(d.cle ?? '') ?? newId(le)
  const echeance = echeanceDe(d.recueLe)
  const chiffree = d.precision ? keys.encrypt('donnees.demande', id, Buffer.from(d.precision, 'utf8')) : null
  const { genre, canal, recueLe } = d
  if (await insererDemande(tx, { id, ...deLaFiche(fiche), genre, canal, recueLe, echeance, chiffree }, le))
    await consignerPour(
      tx,
      deLaFiche(fiche),
      le,
      'ecrire-demande',
      `{tiers:${fiche.id}} demande à ${droitsDesPersonnes[genre].nom}.`,
    )
  return ok(echeance)
}

/** Prolonge de deux mois, une fois. Rend le dernier jour. */
export const prolongerLeDelai = async (
  tx: TenantTx,
  d: DemandeDeDroits,
  le: Date,
): Promise<Result<DateCivile, Refus<'deja'>>> => {
  const fin = echeanceProlongee(d.recueLe as DateCivile)
  if (!(await prolongerDemande(tx, d.id, fin, le))) return refuser('deja', 'Ce délai est déjà prolongé.')
  await consignerPour(
    tx,
    d,
    le,
    'prolonger-demande',
    `Le délai pour répondre à {tiers:${d.personne}} est prolongé.`,
  )
  return ok(fin)
}

/** Fait préparer l’archive que la personne trouvera dans son espace. Faux : la demande a déjà sa réponse. */
export const remettreSesDonnees = async (
  tx: TenantTx,
  organisme: OrganismeId,
  d: DemandeDeDroits,
  le: Date,
): Promise<boolean> => {
  if (d.reponse) return false
  await enqueue(tx, tachePreparer, { organisme, demande: d.id }, { cle: `archive:${d.id}` })
  await consignerPour(
    tx,
    d,
    le,
    'remettre-donnees',
    `L’archive de {tiers:${d.personne}} se prépare pour lui être remise.`,
  )
  return true
}

export const repondreAUneDemande = async (
  tx: TenantTx,
  d: DemandeDeDroits,
  dit: { readonly reponse: string; readonly suite: string },
  le: Date,
): Promise<Result<null, Refus<'incomplete' | 'deja'>>> => {
  const lue = lireReponse(dit)
  if (!lue.ok) return lue
  if (!(await repondreDemande(tx, d.id, lue.value, le)))
    return refuser('deja', 'Cette demande a déjà sa réponse.')
  await consignerPour(tx, d, le, 'repondre-demande', `Une demande de {tiers:${d.personne}} a sa réponse.`)
  return ok(null)
}

/** Suspend tout effacement de cette personne : un contrôle ou un litige court. Un double envoi ne suspend qu’une fois. */
export const suspendreLesEffacements = async (
  tx: TenantTx,
  fiche: Fiche,
  s: { readonly cle: string | undefined; readonly motif: string },
  le: Date,
): Promise<void> => {
  const id = asId(s.cle ?? '') ?? newId(le)
  if (await poserSuspension(tx, { id, ...deLaFiche(fiche), motif: s.motif, le }))
    await consignerPour(
      tx,
      deLaFiche(fiche),
      le,
      'suspendre-effacement',
      `Rien ne s’efface de {tiers:${fiche.id}} : une suspension court.`,
    )
}

export const leverLaSuspension = async (
  tx: TenantTx,
  fiches: readonly Fiche[],
  fiche: Fiche,
  le: Date,
): Promise<void> => {
  const s = await suspensionDe(
    tx,
    fiches.map((x) => x.id),
  )
  if (s && (await leverSuspension(tx, s.id, le)))
    await consignerPour(
      tx,
      deLaFiche(fiche),
      le,
      'lever-suspension',
      `Les effacements de {tiers:${fiche.id}} ne sont plus suspendus.`,
    )
}
