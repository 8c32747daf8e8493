import { enVigueur } from '#kernel/parametres.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { RefusDeGeste } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Storage } from '#platform/storage/storage.ts'
import { signerMarche } from '../db/ecrits.ecritures.ts'
import type { composerPapier } from '../documents/papiers.ts'
import { manquesDeSignature } from '../domain/convention.ts'
import { dejaEcrit, dernier, tous } from '../domain/ecrits.ts'
import { membresPresents } from '../domain/groupement.ts'
import { regles } from '../domain/parametres.ts'
import { aUneReference } from '../domain/reference.ts'
import {
  type Commande,
  type Execution,
  ecartsDUneCommande,
  type FicheDuMarche,
  type Issue,
  ligneProposee,
  obstacleALAnnulation,
  obstacleALaDemande,
  obstacleAuBon,
  obstacleAuVisa,
  type Visa,
} from '../domain/suite.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { sessionDeCeNumero } from '../lecture/reports.ts'
import { ecrireAuDossier, rangerAuCoffre } from './reponse.ts'

type Fait = Promise<Result<undefined, Refus>>

/**
 * Le marché attribué est signé : la composition peut de nouveau bouger (R2142-26). Chaque membre a d’abord signé la convention ; signée hors Coforme,
 * le mandataire dit où, et chaque membre le lit.
 */
export const signer = async (
  tx: TenantTx,
  r: Reponse,
  jour: string,
  conventionHors: string,
  le: Date,
): Promise<Result<undefined, RefusDeGeste>> => {
  const issue = dernier<Issue>(r.ecrits, 'issue')
  const manquent = r.d.convention?.empreinte
    ? manquesDeSignature(membresPresents(r.d), r.d.convention, r.d.signatures)
    : []
  const { limite, zone } = r.d.g
  if (jour < jourLocal(limite, zone) || jour > jourLocal(le, zone))
    return refuser('jour', 'La signature vient après la date limite, et pas un jour à venir.')
  if (issue?.etat === 'attribue' && manquent.length > 0) {
    if (conventionHors.trim().length < enVigueur(regles.conventionHors.valeurs, jourLocal(le, zone))) {
      const phrase = `${manquent.join(' ')} Dites ensuite que le marché est signé. Si elle est signée hors Coforme, écrivez où et quand.`
      return { ok: false, error: { code: 'sans-convention', phrase, champs: { conventionHors: phrase } } }
    }
    const dite = await ecrireAuDossier(
      tx,
      r,
      'issue',
      { ...issue, conventionHors },
      { avantLimite: false },
      le,
    )
    if (!dite.ok) return dite
  }
  const dit = await signerMarche(tx, r.d.g.id, jour, le)
  return dit === 'signe'
    ? ok(undefined)
    : refuser(
        dit,
        dit === 'sans-attribution'
          ? 'Écrivez d’abord que le marché vous est attribué.'
          : dit === 'jour'
            ? 'La signature vient après la date limite, et pas un jour à venir.'
            : 'Ce geste ne vous est pas ouvert sur ce dossier.',
      )
}

/** Passe une commande à un membre, ou corrige celle de cette clé, numéro compris. La même clé neuve, deux fois, n’en fait qu’une. */
export const commander = (
  tx: TenantTx,
  r: Reponse,
  { neuve, corrige }: { readonly neuve: string; readonly corrige: string | null },
  c: Commande,
  le: Date,
): Fait => {
  if (!membresPresents(r.d).some((m) => m.organisme === c.membre))
    return Promise.resolve(refuser('membre', 'Choisissez un membre de ce groupement.'))
  const limite = jourLocal(r.d.g.limite, r.d.g.zone)
  if (c.le < limite || c.le > jourLocal(le, r.d.g.zone))
    return Promise.resolve(
      refuser(
        'le',
        'Un bon vient après la date limite du marché, et pas d’un jour à venir : vérifiez sa date.',
      ),
    )
  if (corrige === null && dejaEcrit(r.ecrits, 'commande', neuve)) return Promise.resolve(ok(undefined))
  const commandes = tous<Commande>(r.ecrits, 'commande')
  const executes = tous<Execution>(r.ecrits, 'execution').map((e) => e.cle)
  const obstacle = obstacleAuBon(c, corrige, commandes, executes)
  return obstacle
    ? Promise.resolve(refuser(obstacle.code, obstacle.phrase))
    : ecrireAuDossier(tx, r, 'commande', c, { cle: corrige ?? neuve, avantLimite: false }, le)
}

/** Annule un bon recopié en trop : il reste lu, avec sa raison, et ne compte plus. */
export const annuler = (tx: TenantTx, r: Reponse, cle: string, motif: string, le: Date): Fait => {
  const c = dernier<Commande>(r.ecrits, 'commande', undefined, cle)
  const obstacle = obstacleALAnnulation(c, dejaEcrit(r.ecrits, 'execution', cle), motif)
  return c === undefined || obstacle !== undefined
    ? Promise.resolve(refuser('annuler', obstacle ?? ''))
    : ecrireAuDossier(tx, r, 'commande', { ...c, annule: motif.trim() }, { cle, avantLimite: false }, le)
}

/** Range au coffre de ce membre la référence du marché gagné, composée de ce que dit le dossier, avec l’accord du client. */
export const rangerReference = async (
  {
    storage,
    composer,
  }: { readonly storage: Storage; readonly composer: () => ReturnType<typeof composerPapier> },
  tx: TenantTx,
  r: Reponse,
  { id, accord }: { readonly id: string; readonly accord: string },
  le: Date,
): Promise<Result<undefined, Refus & { champs?: Record<string, string> }>> => {
  if (!aUneReference({ issue: dernier<Issue>(r.ecrits, 'issue'), d: r.d }))
    return refuser('reference', 'Un marché attribué et signé a une référence ; celui-ci ne l’est pas encore.')
  const rendu = await composer()
  if (!rendu.ok) return refuser('papier', rendu.error.phrase)
  return rangerAuCoffre(
    storage,
    tx,
    {
      id,
      genre: 'reference',
      titre: `${r.d.g.objet}, ${r.d.g.acheteur}`.slice(0, 200),
      expireLe: null,
      accord,
    },
    { nom: 'reference.pdf', type: 'application/pdf', octets: rendu.value.pdf },
    { le, jour: jourLocal(le, r.d.g.zone) },
  )
}

/** Le titulaire vise, par écrit, la demande de paiement direct d’un sous-traitant. */
export const viser = (
  tx: TenantTx,
  r: Reponse,
  cle: string,
  e: Execution | undefined,
  avant: Visa | undefined,
  dit: Pick<Visa, 'decision' | 'motif'>,
  le: Date,
): Fait => {
  const jour = jourLocal(le, r.d.g.zone)
  const obstacle = obstacleAuVisa(r.d.g.forme, e, avant, dit, jour)
  if (obstacle !== undefined || !e?.demandeLe) return Promise.resolve(refuser('visa', obstacle ?? ''))
  const visa: Visa = { ...dit, demandeLe: e.demandeLe, le: jour }
  return ecrireAuDossier(tx, r, 'visa', visa, { cle, avantLimite: false }, le)
}

/** Le membre dit la session qui exécute sa commande : une session de chez lui, par son numéro. */
export const executer = async (
  tx: TenantTx,
  r: Reponse,
  cle: string,
  c: Commande,
  fiche: FicheDuMarche,
  e: Omit<Execution, 'intitule' | 'demandeEcriteLe' | 'sessionId'>,
  le: Date,
): Fait => {
  if (c.membre !== r.moi) return refuser('membre', 'Cette commande est à un autre membre.')
  if (c.annule !== undefined) return refuser('annule', 'Le mandataire a annulé ce bon.')
  const trouvee = await sessionDeCeNumero(tx, e.session)
  if (e.session !== '' && !trouvee)
    return refuser('session', 'Aucune session de votre coopérative n’a ce numéro : planifiez-la d’abord.')
  const jour = jourLocal(le, r.d.g.zone)
  const avant = dernier<Execution>(r.ecrits, 'execution', r.moi, cle)
  const obstacle = obstacleALaDemande(
    e.demandeLe,
    avant,
    dernier<Visa>(r.ecrits, 'visa', undefined, cle),
    jour,
  )
  if (obstacle !== undefined) return refuser('demandeLe', obstacle)
  // Le délai du titulaire court de là : le formulaire ne le dit pas.
  const demandeEcriteLe =
    e.demandeLe !== null && e.demandeLe !== avant?.demandeLe ? jour : (avant?.demandeEcriteLe ?? null)
  const contenu: Execution = {
    ...e,
    demandeEcriteLe,
    sessionId: trouvee?.id ?? null,
    intitule: trouvee?.libelle ?? '',
  }
  const proposee = ligneProposee(r.d.g.forme ?? 'conjoint', fiche, r.mandataire)
  const [ecart] = ecartsDUneCommande(c, contenu, proposee)
  return ecart === undefined
    ? ecrireAuDossier(tx, r, 'execution', contenu, { cle, avantLimite: false }, le)
    : refuser('ecart', ecart)
}
