/** Une avance : la rendre au payeur, ou en payer une de ses factures. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant, type Montant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { type AvanceLue, lireAvances } from '../db/avances.ts'
import { verrouillerFacture } from '../db/factures.ecritures.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { ajouterImputation, ajouterReglement } from '../db/reglements.ecritures.ts'
import { lireReglement } from '../db/reglements.ts'
import type { FactureId, Moyen, ReglementId } from '../domain/facture.ts'
import { soldeDe } from '../domain/reglements.ts'
import { fichesDuPayeur, type Payeur, verrouillerPayeur } from './payeur.ts'

export type AvanceARendre = {
  /** Tiré du formulaire : un double envoi ne rend qu’une fois. */
  readonly id: ReglementId
  /** Le versement dont un reste n’a payé aucune facture. */
  readonly reglement: ReglementId
  readonly jour: DateCivile
  readonly montant: Montant
  readonly moyen: Moyen
  readonly reference: string | null
}

/** Rend une avance, en tout ou partie : un règlement négatif, qui nomme celui qu’il rend et se lettre avec lui. Ce qui en reste. */
export const rendreAvance = async (
  tx: TenantTx,
  s: AvanceARendre,
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<Montant, Refus>> => {
  const vu = await lireReglement(tx, s.reglement)
  if (!vu) return refuser('introuvable', 'Ce règlement n’existe pas ici.')
  await verrouillerPayeur(tx, vu)
  const [avance] = await lireAvances(tx, { reglement: s.reglement })
  // Rejoué, le même envoi retrouve le sien avant toute règle : il vient de la rendre.
  if ((await lireReglement(tx, s.id))?.rend === s.reglement) return ok(avance?.reste ?? centimes(0))
  if (!avance) return refuser('rien-a-rendre', 'Ce versement n’a plus d’avance : rien n’est à rendre.')
  if (s.montant <= 0) return refuser('montant-nul', 'Un remboursement a un montant.')
  if (s.montant > avance.reste)
    return refuser('trop-rendu', `L’avance est de ${formaterMontant(avance.reste)} : on ne rend pas plus.`)
  if (s.jour > aujourdhui)
    return refuser('a-venir', `Un remboursement fait ne peut pas être daté du ${formaterDate(s.jour)}.`)
  if (s.jour < avance.jour)
    return refuser(
      'avant-recu',
      `Cette avance a été reçue le ${formaterDate(avance.jour)} : on ne la rend pas avant.`,
    )
  const nouveau = await ajouterReglement(tx, {
    id: s.id,
    activite: avance.activite,
    payeurEntreprise: avance.payeurEntreprise,
    payeurPersonne: avance.payeurPersonne,
    payeur: avance.payeur,
    jour: s.jour,
    montant: centimes(-s.montant),
    moyen: s.moyen,
    reference: s.reference,
    mouvement: null,
    annule: null,
    rend: s.reglement,
    le: maintenant,
  })
  if (!nouveau) return refuser('deja-ecrit', 'Cet envoi est déjà enregistré ailleurs.')
  await consigner(tx, {
    activite: avance.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'rendre-avance',
    objet: { genre: 'reglement', id: s.reglement },
    phrase: `${formaterMontant(s.montant)} d’avance rendus à ${avance.payeur}.`,
  })
  return ok(centimes(avance.reste - s.montant))
}

/** Les avances de ce payeur, toutes ses fiches réunies ; rien s’il n’a pas de fiche, car un nom ne prouve pas que c’est le même. */
export const avancesDuPayeur = async (tx: TenantTx, p: Payeur): Promise<AvanceLue[]> => {
  const fiches = await fichesDuPayeur(tx, p)
  return fiches ? lireAvances(tx, fiches) : []
}

/** Paie une facture de ce que son payeur a déjà versé en trop, la plus ancienne avance d’abord. Ce qui reste dû. */
export const payerDAvance = async (
  tx: TenantTx,
  facture: FactureId,
  maintenant: Date,
): Promise<Result<Montant, Refus>> => {
  const vue = await lireFacture(tx, facture)
  if (!vue) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  await verrouillerPayeur(tx, vue)
  await verrouillerFacture(tx, facture)
  const f = (await lireFacture(tx, facture)) ?? vue
  if (f.genre === 'avoir')
    return refuser('avoir', 'Un avoir ne se règle pas : il diminue sa facture, ou se rembourse.')
  if (f.retiree) return refuser('retiree', 'Cette facture est retirée : elle n’attend plus rien.')
  const avances = await avancesDuPayeur(tx, f)
  if (avances.length === 0) return refuser('sans-avance', 'Ce payeur n’a plus d’avance.')
  let reste: number = soldeDe(f)
  if (reste <= 0) return refuser('soldee', 'Cette facture n’attend plus rien.')
  let paye = 0
  for (const a of avances) {
    const part = Math.min(a.reste, reste)
    if (part <= 0) break
    await ajouterImputation(tx, {
      activite: f.activite,
      reglement: a.reglement,
      facture: f.id,
      montant: centimes(part),
      le: maintenant,
    })
    reste -= part
    paye += part
  }
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'payer-d-avance',
    objet: { genre: 'facture', id: f.id },
    phrase: `${formaterMontant(centimes(paye))} d’avance paient ${f.numero}.`,
  })
  return ok(centimes(reste))
}
