/** Recevoir un règlement : il paie la facture voulue, puis les plus anciennes du même payeur ; ce qui dépasse est une avance. */

import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant, type Montant, somme } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { newId } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { verrouillerFacture } from '../db/factures.ecritures.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { ajouterImputation, ajouterReglement } from '../db/reglements.ecritures.ts'
import { facturesOuvertes, lireReglement } from '../db/reglements.ts'
import type { FactureId, MouvementId, Moyen, ReglementId } from '../domain/facture.ts'
import { refusDeSurplus, refusDeVersement } from '../domain/plausible.ts'
import { imputer, soldeDe } from '../domain/reglements.ts'
import { verrouillerPayeur } from './payeur.ts'

export type ReglementSaisi = {
  /** Tiré du formulaire : un double envoi n’encaisse qu’une fois. */
  readonly id: ReglementId
  readonly facture: FactureId
  readonly jour: DateCivile
  readonly montant: Montant
  readonly moyen: Moyen
  readonly reference: string | null
  readonly mouvement: MouvementId | null
  /** Ce qui dépasse tout ce que ce payeur doit est une avance voulue : la personne l’a dit, ou son relevé le prouve. */
  readonly surplusVoulu?: boolean
  /** Les seules autres factures qu’il paie, dans cet ordre ; absent : toutes celles du payeur, les plus anciennes d’abord. */
  readonly seulement?: readonly FactureId[]
}

export type Recu = { readonly solde: Montant; readonly avance: Montant; readonly autres: number }

export const recevoirReglement = async (
  tx: TenantTx,
  s: ReglementSaisi,
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<Recu, Refus>> => {
  const vue = await lireFacture(tx, s.facture)
  if (!vue) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  const fiches = await verrouillerPayeur(tx, vue)
  await verrouillerFacture(tx, s.facture)
  const f = (await lireFacture(tx, s.facture)) ?? vue
  if (f.genre === 'avoir')
    return refuser('avoir', 'Un avoir ne se règle pas : il diminue sa facture, ou se rembourse.')
  if (f.retiree) return refuser('retiree', 'Cette facture est retirée : elle n’attend plus rien.')
  if (s.montant <= 0) return refuser('montant-nul', 'Un règlement a un montant.')
  if (s.jour > aujourdhui)
    return refuser('a-venir', `Un règlement reçu ne peut pas être daté du ${formaterDate(s.jour)}.`)
  const tropTot = refusDeVersement(s.jour, f.emiseLe)
  if (tropTot) return ko(tropTot)
  const siennes = fiches ? (await facturesOuvertes(tx, fiches)).filter((x) => x.id !== f.id) : []
  const autres = s.seulement ? s.seulement.flatMap((id) => siennes.filter((x) => x.id === id)) : siennes
  if (s.seulement && autres.length < s.seulement.filter((id) => id !== f.id).length)
    return refuser(
      'autre-payeur',
      'Ces factures ne sont pas toutes du même payeur, ou l’une est déjà soldée : choisissez celles que ce versement paie.',
    )
  const voulue = { id: f.id, activite: f.activite, solde: soldeDe(f) }
  const surplus = refusDeSurplus(
    s.montant,
    somme([voulue, ...siennes].map((x) => centimes(Math.max(x.solde, 0)))),
    f.payeur,
  )
  if (surplus && !s.surplusVoulu && !(await lireReglement(tx, s.id))) return ko(surplus)
  const nouveau = await ajouterReglement(tx, {
    id: s.id,
    activite: f.activite,
    payeurEntreprise: f.payeurEntreprise,
    payeurPersonne: f.payeurPersonne,
    payeur: f.payeur,
    jour: s.jour,
    montant: s.montant,
    moyen: s.moyen,
    reference: s.reference,
    mouvement: s.mouvement,
    annule: null,
    le: maintenant,
  })
  if (!nouveau)
    return s.mouvement
      ? refuser('deja-rapproche', 'Cette ligne du relevé a déjà son règlement.')
      : ok({ solde: soldeDe(f), avance: centimes(0), autres: 0 })
  const { parts, avance } = imputer(s.montant, [voulue, ...autres])
  for (const p of parts)
    await ajouterImputation(tx, {
      activite: p.facture.activite,
      reglement: s.id,
      facture: p.facture.id,
      montant: p.montant,
      le: maintenant,
    })
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'recevoir-reglement',
    objet: { genre: 'facture', id: f.id },
    phrase: `${formaterMontant(s.montant)} reçus pour ${f.numero}.`,
  })
  const paye = parts.find((p) => p.facture.id === f.id)?.montant ?? 0
  return ok({
    solde: centimes(voulue.solde - paye),
    avance,
    autres: parts.filter((p) => p.facture.id !== f.id).length,
  })
}

/**
 * Rendre un trop-perçu : un avoir sur une facture payée, ou un versement de trop. C’est un règlement négatif, imputé à la
 * facture : elle, son avoir et ses versements se soldent alors, et se lettrent ensemble.
 */
export const rembourser = async (
  tx: TenantTx,
  s: Omit<ReglementSaisi, 'mouvement'>,
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<Montant, Refus>> => {
  const vue = await lireFacture(tx, s.facture)
  if (!vue) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  await verrouillerPayeur(tx, vue)
  await verrouillerFacture(tx, s.facture)
  const f = (await lireFacture(tx, s.facture)) ?? vue
  // Rejoué, le même envoi retrouve le sien avant toute règle : il vient de solder la facture.
  if (f.reglements.some((r) => r.id === s.id)) return ok(soldeDe(f))
  const trop = f.genre === 'avoir' ? 0 : -soldeDe(f)
  if (trop <= 0) return refuser('rien-a-rendre', 'Cette facture n’a pas de trop-perçu.')
  if (s.montant <= 0) return refuser('montant-nul', 'Un remboursement a un montant.')
  if (s.montant > trop)
    return refuser(
      'trop-rendu',
      `Le trop-perçu est de ${formaterMontant(centimes(trop))} : on ne rend pas plus.`,
    )
  if (s.jour > aujourdhui)
    return refuser('a-venir', `Un remboursement fait ne peut pas être daté du ${formaterDate(s.jour)}.`)
  const rendu = centimes(-s.montant)
  const nouveau = await ajouterReglement(tx, {
    id: s.id,
    activite: f.activite,
    payeurEntreprise: f.payeurEntreprise,
    payeurPersonne: f.payeurPersonne,
    payeur: f.payeur,
    jour: s.jour,
    montant: rendu,
    moyen: s.moyen,
    reference: s.reference,
    mouvement: null,
    annule: null,
    le: maintenant,
  })
  if (!nouveau) return refuser('deja-ecrit', 'Cet envoi est déjà enregistré ailleurs.')
  await ajouterImputation(tx, {
    activite: f.activite,
    reglement: s.id,
    facture: f.id,
    montant: rendu,
    le: maintenant,
  })
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'rendre-trop-percu',
    objet: { genre: 'facture', id: f.id },
    phrase: `${formaterMontant(s.montant)} rendus sur ${f.numero}.`,
  })
  return ok(centimes(s.montant - trop))
}

/** Un règlement saisi par erreur se défait par un autre, contraire ; les deux restent. */
export const annulerReglement = async (
  tx: TenantTx,
  id: ReglementId,
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<FactureId | undefined, Refus>> => {
  const vu = await lireReglement(tx, id)
  if (!vu) return refuser('introuvable', 'Ce règlement n’existe pas ici.')
  await verrouillerPayeur(tx, vu)
  const r = (await lireReglement(tx, id)) ?? vu
  if (r.rendu)
    return refuser(
      'avance-rendue',
      'Une part de ce règlement a été rendue au payeur : défaites d’abord ce remboursement, sur son compte.',
    )
  const contraire = newId<'Reglement'>(maintenant)
  if (
    r.annule ||
    !(await ajouterReglement(tx, {
      ...r,
      rend: null,
      id: contraire,
      jour: aujourdhui,
      montant: centimes(-r.montant),
      reference: null,
      mouvement: null,
      annule: id,
      le: maintenant,
    }))
  )
    return refuser('deja-annule', 'Ce règlement est déjà annulé.')
  for (const i of r.imputations)
    await ajouterImputation(tx, {
      activite: i.activite,
      reglement: contraire,
      facture: i.facture,
      montant: centimes(-i.montant),
      le: maintenant,
    })
  await consigner(tx, {
    activite: r.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'annuler-reglement',
    // Une avance rendue ne paie aucune facture : ce que l’on défait se retrouve par le versement qu’elle rendait.
    objet: r.imputations[0]
      ? { genre: 'facture', id: r.imputations[0].facture }
      : { genre: 'reglement', id: r.rend ?? id },
    phrase: r.rend
      ? `Les ${formaterMontant(centimes(-r.montant))} d’avance rendus à ${r.payeur} sont annulés : l’avance revient.`
      : `Un règlement de ${formaterMontant(r.montant)}, ${de(r.payeur)}, est annulé.`,
    details: { reglement: id, contraire },
  })
  return ok(r.imputations[0]?.facture)
}
