/** Relancer : la lettre se montre avant de partir, et chaque niveau ne part qu’une fois. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant, type Montant, plus } from '#kernel/montant.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { formaterNombre, typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { verrouillerFacture } from '../db/factures.ecritures.ts'
import { type FactureLue, lireFacture } from '../db/factures.queries.ts'
import { lireReglages } from '../db/reglages.ts'
import { ajouterRelance } from '../db/reglements.ecritures.ts'
import { penalitesAnnoncees } from '../db/reglements.ts'
import { achetePublic, estProfessionnel, lirePayeur } from '../documents/donnees-facture.ts'
import type { FactureId } from '../domain/facture.ts'
import { indemniteRecouvrement } from '../domain/parametres.ts'
import { penalitesDe } from '../domain/penalites.ts'
import { relanceDue, soldeDe } from '../domain/reglements.ts'

export const tacheRelance = 'facturation.envoyer-relance'

export type LettreDeRelance = {
  readonly niveau: 1 | 2 | 3
  readonly destinataire: string
  readonly objet: string
  readonly texte: string
}

const tons = {
  1: 'Sauf erreur de notre part, elle n’est pas encore réglée. Si votre paiement est déjà parti, ne tenez pas compte de ce message.',
  2: 'Malgré un premier rappel, elle reste due. Merci de la régler sous huit jours, ou de nous dire ce qui l’empêche.',
  3: 'Nos rappels sont restés sans réponse. Par cette lettre, nous vous mettons en demeure de régler sous huit jours.',
} as const

/**
 * Ce que le retard ajoute, d’un professionnel seulement : l’indemnité, et les pénalités, comptées au taux que la facture figée dit
 * (`points`). Le taux d’un acheteur public est celui de la commande publique : il ne se compte pas ici.
 */
const ceQuiSAjoute = (
  solde: Montant,
  echeance: DateCivile,
  points: number | null,
  le: DateCivile,
): string => {
  const indemnite = centimes(enVigueur(indemniteRecouvrement, le))
  const dit = `S’y ajoute l’indemnité forfaitaire pour frais de recouvrement, ${formaterMontant(indemnite)} (C. com., L441-10 et D441-5)`
  if (points === null) return `${dit}, et les pénalités de retard que la facture annonce.`
  const penalites = penalitesDe({ solde, echeance, points }, le)
  return `${dit}, et les pénalités de retard, ${formaterMontant(penalites)} au ${formaterDate(le)} (${formaterNombre(points / 100)} % par an depuis le ${formaterDate(echeance)}) : ${formaterMontant(plus(solde, plus(indemnite, penalites)))} en tout.`
}
/** À un particulier, la facture n’annonce pas de pénalités : celles de L441-10 ne visent que les professionnels. */
const dernierTon =
  'Nos rappels sont restés sans réponse. Sans règlement sous huit jours, nous devrons engager le recouvrement de cette somme.'

const objets = { 1: 'rappel', 2: 'deuxième rappel', 3: 'dernier rappel' } as const

const ecrire = (
  f: FactureLue,
  solde: Montant,
  niveau: 1 | 2 | 3,
  maison: { readonly nom: string; readonly courriel: string; readonly telephone: string },
  /** Ce que le retard ajoute ; rien d’un particulier. */
  ajout: string | undefined,
): Pick<LettreDeRelance, 'objet' | 'texte'> => {
  // Ne met en demeure que la lettre qui dit ce que le retard ajoute : l’objet et le texte vont ensemble.
  const suite =
    niveau !== 3
      ? { objet: objets[niveau], texte: [tons[niveau]] }
      : ajout === undefined
        ? { objet: objets[3], texte: [dernierTon] }
        : { objet: 'mise en demeure', texte: [tons[3], ajout] }
  return {
    objet: typographier(`Facture ${f.numero} : ${suite.objet}`),
    texte: typographier(
      [
        'Bonjour,',
        `Notre facture ${f.numero} du ${formaterDate(f.emiseLe)}${f.echeance ? `, à régler le ${formaterDate(f.echeance)}` : ''}, présente un solde de ${formaterMontant(solde)}.`,
        ...suite.texte,
        `${maison.nom}\n${[maison.telephone, maison.courriel].filter(Boolean).join(', ')}`,
      ].join('\n\n'),
    ),
  }
}

/** La lettre du jour, à relire ; ou pourquoi il n’y en a pas. */
export const proposerRelance = async (
  tx: TenantTx,
  f: FactureLue,
  le: DateCivile,
): Promise<Result<LettreDeRelance, Refus>> => {
  const { relances } = await lireReglages(tx)
  const solde = soldeDe(f)
  if (f.retiree || f.genre === 'avoir') return refuser('sans-objet', 'Cette pièce n’attend aucun règlement.')
  const o = await lireOrganisme(tx)
  const derniere = f.sesRelances.at(-1)
  const niveau = relanceDue(
    {
      echeance: f.echeance,
      solde,
      niveaux: f.sesRelances.map((r) => r.niveau),
      relanceeLe: derniere ? jourLocal(derniere.envoyeeLe, o.zone) : null,
    },
    relances,
    le,
  )
  if (!niveau)
    return refuser(
      'pas-due',
      solde <= 0 ? 'Cette facture est soldée.' : 'Aucune relance n’est due aujourd’hui pour cette facture.',
    )
  const payeur = await lirePayeur(tx, f)
  // D’un autre outil, sa pièce n’est pas ici : ses pénalités ne se comptent pas.
  const annoncees = f.piece ? await penalitesAnnoncees(tx, f.piece) : undefined
  // Sans fiche, on ne sait pas si qui paie est un professionnel : rien ne s’ajoute ; ni à qui la facture n’a rien annoncé.
  const ajout =
    payeur && estProfessionnel(payeur) && f.echeance && annoncees?.dites !== false
      ? ceQuiSAjoute(solde, f.echeance, achetePublic(payeur) ? null : (annoncees?.points ?? null), le)
      : undefined
  return ok({ niveau, destinataire: payeur?.courriel ?? '', ...ecrire(f, solde, niveau, o, ajout) })
}

export const relancer = async (
  tx: TenantTx,
  demande: LettreDeRelance & { readonly facture: FactureId; readonly organisme: OrganismeId },
  maintenant: Date,
  le: DateCivile,
): Promise<Result<undefined, Refus>> => {
  await verrouillerFacture(tx, demande.facture)
  const f = await lireFacture(tx, demande.facture)
  if (!f) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  const due = await proposerRelance(tx, f, le)
  if (!due.ok) return due
  if (due.value.niveau !== demande.niveau)
    return refuser('perime', 'Cette relance est déjà partie : relisez la suivante.')
  const ajoutee = await ajouterRelance(tx, {
    facture: f.id,
    activite: f.activite,
    niveau: demande.niveau,
    destinataire: demande.destinataire,
    objet: demande.objet,
    texte: demande.texte,
    le: maintenant,
  })
  if (!ajoutee) return refuser('perime', 'Cette relance est déjà partie.')
  await enqueue(
    tx,
    tacheRelance,
    { organisme: demande.organisme, facture: f.id, niveau: demande.niveau },
    { cle: `relance:${f.id}:${demande.niveau}` },
  )
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'relancer-facture',
    objet: { genre: 'facture', id: f.id },
    phrase: `Relance ${demande.niveau} envoyée pour ${f.numero}.`,
  })
  return ok(undefined)
}
