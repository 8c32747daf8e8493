/** Ce qu’un autre outil a émis, encaissé ou passé en comptabilité : lu à blanc, puis enregistré une fois. */

import { centimes, formaterMontant, plus, pourcentage, proportion } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireDossier, listerDossiers } from '#modules/inscriptions/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { dossierDe, factureDeNumero, payeurDe, sessionDeNumero } from '../db/enregistrer.ts'
import { ajouterFacture } from '../db/factures.ecritures.ts'
import { avecRaison, type ExerciceDepose, leJour, refusSansRaison } from '../domain/exercice-depose.ts'
import type { FactureId } from '../domain/facture.ts'
import { refusDeJour, refusDeTaxe } from '../domain/plausible.ts'
import { tauxLegaux } from '../domain/tva.ts'
import type { FactureDAilleurs } from '../lecture/lire-lignes.ts'

export type Enregistree = { readonly id: FactureId; readonly deja: boolean; readonly note: string }

/** Ce qu’une saisie exige de plus : son dossier, et une raison quand elle touche un exercice dont le bilan est transmis. */
export type Saisie = {
  readonly dossierExige?: boolean
  readonly deposes?: readonly ExerciceDepose[]
  readonly raison?: string
}

/** Une facture d’un autre outil. Même outil et même numéro : la même, qui ne s’ajoute pas. */
export const enregistrerFacture = async (
  tx: TenantTx,
  outil: string,
  f: FactureDAilleurs,
  maintenant: Date,
  { dossierExige = false, deposes = [], raison = '' }: Saisie = {},
): Promise<Result<Enregistree, Refus>> => {
  const connue = await factureDeNumero(tx, f.numero, outil)
  if (connue) return ok({ id: connue.id, deja: true, note: 'déjà enregistrée' })
  // Un jour de marge : c’est déjà demain à Nouméa.
  const impossible =
    refusDeJour('Une facture émise', f.emiseLe, jourLocal(maintenant, ZONE_PAR_DEFAUT), 1) ??
    refusDeTaxe(f.ht, f.tva) ??
    refusSansRaison(
      'cette facture',
      [f.genre === 'avoir' || !f.periode ? leJour(f.emiseLe) : f.periode],
      deposes,
      raison,
    )
  if (impossible) return ko(impossible)
  const session = f.session ? await sessionDeNumero(tx, f.session) : undefined
  if (f.session && !session) return refuser('session', `La session ${f.session} n’est pas connue ici.`)
  const corrige = f.corrige ? await factureDeNumero(tx, f.corrige) : undefined
  if (f.corrige && !corrige)
    return refuser('corrige', `La facture ${f.corrige}, que cet avoir diminue, n’est pas connue.`)
  if (f.corrige && f.genre !== 'avoir') return refuser('corrige', 'Seul un avoir en diminue une autre.')
  if (corrige && (corrige.genre === 'avoir' || plus(f.ht, f.tva) > corrige.reste))
    return refuser(
      'avoir-trop-grand',
      `L’avoir dépasse ce que vaut encore sa facture : ${formaterMontant(corrige.reste)}.`,
    )
  const payeur = await payeurDe(tx, { nom: f.client, siren: f.siren })
  if (f.dossier && !(session && (await lireDossier(tx, session.id, f.dossier))))
    return refuser('dossier', 'Ce dossier n’est pas de cette session.')
  const dossier =
    f.dossier ?? (session ? await dossierDe(tx, { session: session.id, payeur, source: f.source }) : null)
  if (
    dossierExige &&
    !dossier &&
    session &&
    f.nature === 'formation' &&
    (await listerDossiers(tx, session.id)).length > 0
  )
    return refuser(
      'dossier',
      'Dites quel dossier elle paie : sans lui, elle s’ajouterait à ce que sa convention compte déjà.',
    )
  const enseigne = session?.activite ?? corrige?.activite ?? (await enseigneParDefaut(tx))?.id
  if (!enseigne) return refuser('sans-enseigne', 'Aucune enseigne ouverte ne peut la recevoir.')
  const signe = f.genre === 'avoir' ? -1 : 1
  const ht = centimes(signe * f.ht)
  const tva = centimes(signe * f.tva)
  const taux =
    tauxLegaux.find((t) => Math.abs(f.tva - pourcentage(f.ht, t)) <= 1) ?? proportion(f.tva, 10_000, f.ht)
  const id = newId<'Facture'>(maintenant)
  const ajoutee = await ajouterFacture(tx, {
    id,
    activite: enseigne,
    provenance: 'enregistree',
    genre: f.genre,
    outil,
    numero: f.numero,
    piece: null,
    projet: null,
    emiseLe: f.emiseLe,
    echeance: f.echeance,
    session: session?.id ?? null,
    dossier,
    financementRang: null,
    payeurEntreprise: payeur,
    payeurPersonne: null,
    payeur: f.client,
    source: f.source,
    subrogation: false,
    corrige: corrige?.id ?? null,
    periode: f.periode,
    ht,
    tva,
    ttc: plus(ht, tva),
    lignes: [
      {
        nature: f.nature,
        libelle: f.libelle.slice(0, 500),
        inscription: null,
        acompte: null,
        quantite: 1000,
        unite: 'forfait',
        prix: ht,
        montant: ht,
        taux,
        heures: [],
      },
    ],
    le: maintenant,
  })
  if (!ajoutee) return ok({ id, deja: true, note: 'déjà enregistrée' })
  await consigner(tx, {
    activite: enseigne,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'enregistrer-facture',
    objet: { genre: 'facture', id },
    phrase: avecRaison(`${f.numero}, ${de(outil)}, est enregistrée.`, raison),
  })
  return ok({
    id,
    deja: false,
    note: [
      payeur ? '' : 'payeur sans fiche',
      f.source || f.nature !== 'formation' ? '' : 'origine à affecter',
      session ? (dossier ? '' : 'dossier à dire') : f.nature === 'formation' ? 'sans session' : '',
    ]
      .filter(Boolean)
      .join(', '),
  })
}
