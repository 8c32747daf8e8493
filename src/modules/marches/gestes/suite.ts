import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { signerMarche } from '../db/ecrits.ecritures.ts'
import { dernier } from '../domain/ecrits.ts'
import { membresPresents } from '../domain/groupement.ts'
import {
  type Commande,
  type Execution,
  ecartsDUneCommande,
  type FicheDuMarche,
  ligneProposee,
  obstacleALaDemande,
  obstacleAuVisa,
  type Visa,
} from '../domain/suite.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { sessionDeCeNumero } from '../lecture/reports.ts'
import { ecrireAuDossier, ecrireUneFois } from './reponse.ts'

type Fait = Promise<Result<undefined, Refus>>

/** Le marché attribué est signé : la composition peut de nouveau bouger (R2142-26). */
export const signer = async (tx: TenantTx, r: Reponse, jour: string, le: Date): Fait => {
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

/** Passe une commande à un membre, ou corrige celle de cette clé. La même clé neuve, deux fois, n’en fait qu’une. */
export const commander = (
  tx: TenantTx,
  r: Reponse,
  { cle, corrige }: { readonly cle: string; readonly corrige: boolean },
  c: Commande,
  le: Date,
): Fait => {
  if (!membresPresents(r.d).some((m) => m.organisme === c.membre))
    return Promise.resolve(refuser('membre', 'Choisissez un membre de ce groupement.'))
  return corrige
    ? ecrireAuDossier(tx, r, 'commande', c, { cle, avantLimite: false }, le)
    : ecrireUneFois(tx, r, 'commande', c, cle, le)
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
  e: Omit<Execution, 'intitule' | 'demandeEcriteLe'>,
  le: Date,
): Fait => {
  if (c.membre !== r.moi) return refuser('membre', 'Cette commande est à un autre membre.')
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
  const contenu: Execution = { ...e, demandeEcriteLe, intitule: trouvee?.libelle ?? '' }
  const proposee = ligneProposee(r.d.g.forme ?? 'conjoint', fiche, r.mandataire)
  const [ecart] = ecartsDUneCommande(c, contenu, proposee)
  return ecart === undefined
    ? ecrireAuDossier(tx, r, 'execution', contenu, { cle, avantLimite: false }, le)
    : refuser('ecart', ecart)
}
