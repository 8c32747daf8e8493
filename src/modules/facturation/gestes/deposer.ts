/** Faire partir une facture par sa voie, une fois ; dire ce qu’elle devient quand personne d’autre ne le dit. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { majuscule } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { lireChorus } from '../db/chorus.ts'
import { ajouterDepot, ajouterStatut, arreterDepot, trancherDepotEssaye } from '../db/cycle.ecritures.ts'
import { type DepotId, type DepotLu, depotsDe, type StatutId } from '../db/cycle.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import { verrouillerPlateforme } from '../db/plateforme.ecritures.ts'
import { lirePlateforme } from '../db/plateforme.ts'
import { type CodeStatut, fichesStatut, motVoie, type Voie } from '../domain/cycle/statuts.ts'
import { voieDeFacture } from '../lecture/voie.ts'

export const tacheDeposer = 'facturation.deposer-facture'
export const tacheRelever = 'facturation.relever-plateforme'

/** `relire` : tout ce qui fut écarté se relit aussi. */
export const demanderReleve = (
  tx: TenantTx,
  organisme: OrganismeId,
  { relire = false } = {},
): Promise<void> =>
  enqueue(
    tx,
    tacheRelever,
    { organisme, ...(relire ? { relire } : {}) },
    { cle: relire ? 'plateforme:relire' : 'plateforme' },
  )

export const demanderDepot = (tx: TenantTx, organisme: OrganismeId, depot: DepotId): Promise<void> =>
  enqueue(tx, tacheDeposer, { organisme, depot }, { cle: `depot:${depot}` })

/** `reference` : le numéro que Chorus Pro a rendu ; `deposeLe` : le jour où la personne l’a remise, par Chorus Pro ou à la main. */
export const deposerFacture = async (
  tx: TenantTx,
  f: FactureLue,
  d: {
    readonly id: DepotId
    readonly organisme: OrganismeId
    readonly voie: Voie
    readonly reference: string | null
    readonly deposeLe: Date | null
    /** La personne note ce qu’elle a fait : rien ne part à Chorus Pro, même sans jour ni numéro. */
    readonly notee?: boolean
  },
  maintenant: Date,
): Promise<Result<undefined, Refus>> => {
  if (f.piece === null || f.provenance !== 'emise')
    return refuser('pas-ici', 'Une facture d’un autre outil part de là-bas : sa pièce n’est pas ici.')
  const parChorus =
    d.voie === 'chorus' &&
    !d.notee &&
    d.deposeLe === null &&
    d.reference === null &&
    (await lireChorus(tx)) !== undefined
  if (parChorus) {
    if ((await voieDeFacture(tx, f)) !== 'chorus')
      return refuser('voie', 'Cette facture ne passe pas par Chorus Pro : qui l’achète n’est pas public.')
  } else if (d.voie === 'plateforme') {
    if (!(await lirePlateforme(tx)))
      return refuser('sans-plateforme', 'Aucune plateforme agréée n’est réglée : réglez-la d’abord.')
    if ((await voieDeFacture(tx, f)) !== 'plateforme')
      return refuser(
        'voie',
        `Cette facture ne passe pas par la plateforme : qui l’achète n’a pas de SIREN, est public, ou d’un autre pays.`,
      )
  } else if (d.deposeLe === null || d.deposeLe > maintenant)
    return refuser('jour', 'Dites le jour où vous l’avez remise, aujourd’hui au plus tard.')
  else if (d.voie === 'chorus' && !d.reference)
    return refuser('reference', 'Écrivez le numéro que Chorus Pro a rendu à ce dépôt.')
  const neuf = await ajouterDepot(tx, {
    id: d.id,
    activite: f.activite,
    facture: f.id,
    voie: d.voie,
    reference: d.reference,
    le: maintenant,
    deposeLe: d.voie === 'plateforme' ? null : d.deposeLe,
  })
  if (!neuf) {
    const ouvert = (await depotsDe(tx, f.id)).find((x) => x.closLe === null)
    return ouvert?.id === d.id
      ? ok(undefined)
      : refuser(
          'deja',
          `${f.numero} est déjà partie par ${motVoie[ouvert?.voie ?? d.voie]} : une facture ne part qu’une fois.`,
        )
  }
  if (d.voie === 'plateforme' || parChorus) await demanderDepot(tx, d.organisme, d.id)
  else await noterDeposee(tx, f, d.deposeLe ?? maintenant, maintenant)
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'deposer-facture',
    objet: { genre: 'facture', id: f.id },
    phrase: `${f.numero} part par ${motVoie[d.voie]}.`,
  })
  return ok(undefined)
}

const noterStatut = (
  tx: TenantTx,
  f: Pick<FactureLue, 'id' | 'activite'>,
  s: { readonly code: CodeStatut; readonly le: Date; readonly motif: string | null },
  maintenant: Date,
) =>
  ajouterStatut(tx, {
    ...s,
    id: newId<'StatutFacture'>(maintenant) as StatutId,
    activite: f.activite,
    facture: f.id,
    recue: null,
    apprisLe: maintenant,
    motifCode: null,
    encaisse: [],
    dit: true,
    flux: null,
    rang: 0,
    aEnvoyer: false,
  })

/** Personne d’autre ne le dit : remise à la main, ou intégrée par Chorus Pro. */
export const noterDeposee = (
  tx: TenantTx,
  f: Pick<FactureLue, 'id' | 'activite'>,
  le: Date,
  maintenant: Date,
): Promise<void> => noterStatut(tx, f, { code: 200, le, motif: null }, maintenant)

/** Ce que la personne a lu sur Chorus Pro, ou appris de qui achète. D’un dépôt par la plateforme, c’est elle qui le dit. */
export const direStatut = async (
  tx: TenantTx,
  f: FactureLue,
  s: { readonly code: CodeStatut; readonly le: Date; readonly motif: string | null },
  maintenant: Date,
): Promise<Result<undefined, Refus>> => {
  const ouvert = (await depotsDe(tx, f.id)).find((x) => x.closLe === null)
  if (!ouvert) return refuser('pas-partie', `${f.numero} n’est pas encore partie.`)
  if (ouvert.voie === 'plateforme')
    return refuser('plateforme', 'La plateforme dit elle-même ses statuts : rien ne se note à sa place.')
  if (ouvert.voie === 'chorus' && ouvert.deposeLe === null)
    return refuser('pas-partie', `${f.numero} n’est pas encore partie.`)
  if (s.le > maintenant || (ouvert.deposeLe && s.le.getTime() < ouvert.deposeLe.getTime() - 86_400_000))
    return refuser('jour', 'Un statut se date entre le dépôt et aujourd’hui.')
  if ([207, 208, 210, 213].includes(s.code) && !s.motif)
    return refuser('motif', `Dites pourquoi elle est ${fichesStatut[s.code].mot} : c’est ce qui se répare.`)
  await noterStatut(tx, f, s, maintenant)
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'dire-statut',
    objet: { genre: 'facture', id: f.id },
    phrase: `${f.numero} est ${fichesStatut[s.code].mot}.`,
  })
  return ok(undefined)
}

/** Avant son premier essai seulement : ensuite, la plateforme l’a peut-être. */
export const arreterLeDepot = async (
  tx: TenantTx,
  f: FactureLue,
  maintenant: Date,
): Promise<Result<undefined, Refus>> => {
  const ouvert = (await depotsDe(tx, f.id)).find((x) => x.closLe === null)
  if (!ouvert || !(await arreterDepot(tx, ouvert.id, maintenant)))
    return refuser('partie', `${f.numero} est déjà en route : elle ne s’arrête plus, un avoir l’annule.`)
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'arreter-depot',
    objet: { genre: 'facture', id: f.id },
    phrase: `Le dépôt de ${f.numero} est arrêté avant de partir.`,
  })
  return ok(undefined)
}

/** Une plateforme répond d’un dépôt en quelques heures ; passé ce temps, qui a regardé chez elle peut le dire à sa place. */
export const ATTENTE_D_UNE_REPONSE = 24 * 3_600_000

/** Peut-on dire à la place de la plateforme ce qu’elle a fait de ce dépôt ? */
export const seTranche = (
  d: Pick<DepotLu, 'deposeLe' | 'flux' | 'closLe' | 'essais' | 'demandeLe'>,
  maintenant: Date,
): boolean =>
  d.deposeLe === null &&
  d.flux === null &&
  d.closLe === null &&
  d.essais > 0 &&
  maintenant.getTime() - d.demandeLe.getTime() >= ATTENTE_D_UNE_REPONSE

/**
 * La plateforme ne répond plus d’un dépôt essayé : qui a regardé chez elle dit s’il y est (`flux`, le numéro qu’elle lui donne) ou non, et
 * comment elle l’a su. Dit absent, il se ferme : la facture peut repartir, et la plateforme se changer.
 */
export const trancherDepot = async (
  tx: TenantTx,
  f: FactureLue,
  d: { readonly flux: string | null; readonly comment: string },
  maintenant: Date,
): Promise<Result<undefined, Refus>> => {
  await verrouillerPlateforme(tx)
  const ouvert = (await depotsDe(tx, f.id)).find((x) => x.closLe === null)
  if (!ouvert || ouvert.deposeLe !== null || ouvert.flux !== null)
    return refuser('repondu', `Le dépôt de ${f.numero} n’attend plus de réponse : relisez sa page.`)
  const chez = ouvert.voie === 'chorus' ? motVoie.chorus : 'la plateforme'
  if (!seTranche(ouvert, maintenant))
    return refuser(
      'trop-tot',
      `${majuscule(chez)} peut encore répondre du dépôt de ${f.numero}, un jour durant.`,
    )
  const tranche = await trancherDepotEssaye(tx, ouvert.id, {
    flux: d.flux,
    le: maintenant,
    dit:
      d.flux === null
        ? `Dite absente de ${chez} par qui l’y a cherchée : ${d.comment}`
        : `Dite présente à ${chez} par qui l’y a vue, sans autre réponse : ${d.comment}`,
  })
  if (!tranche) return refuser('en-route', 'Un essai est en route : recommencez dans deux minutes.')
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'trancher-depot',
    objet: { genre: 'facture', id: f.id },
    phrase:
      d.flux === null
        ? `${majuscule(chez)} n’a pas ${f.numero}, dit qui l’y a cherchée : ${d.comment}`
        : `${majuscule(chez)} a ${f.numero} sous le numéro ${d.flux}, dit qui l’y a vue : ${d.comment}`,
  })
  return ok(undefined)
}
