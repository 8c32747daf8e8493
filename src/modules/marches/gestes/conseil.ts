import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import { type Database, newId, type TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { retenir } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { type AvisARendre, avisARendre } from '../db/conseil.ts'
import { ecrireAvisRendu } from '../db/ecrits.ecritures.ts'
import { demandeDAvis } from '../documents/courriels.ts'
import { type Conseil, type ConseilSuivi, obstacleAuRendu, type SensDAvis } from '../domain/conseil.ts'
import { dejaEcrit } from '../domain/ecrits.ts'
import type { DossierLu } from '../domain/groupement.ts'
import { avisDemandeUrl } from '../liens.ts'
import { ecrireAuDossier } from './reponse.ts'

export const tacheOuvrirAvis = 'marches.ouvrir-avis'
export const jetonDAvis = (keys: Keys, lien: string): string => derivedToken(keys, 'avis-demande', lien)

type Dossier = Parameters<typeof ecrireAuDossier>[1]
type Fait = Promise<Result<undefined, Refus>>

/** Demande un avis : la demande part par courriel, et chaque membre la lit au dossier. Le même envoi, deux fois, n’en fait partir qu’une. */
export const demanderAvis = async (
  tx: TenantTx,
  services: Pick<Services, 'keys' | 'config'>,
  r: Dossier & { readonly d: DossierLu },
  { cle, visiteur }: { readonly cle: string; readonly visiteur: Visiteur },
  a: Pick<Conseil, 'nom' | 'qualite' | 'courriel' | 'question'> & { readonly repondreA: string },
  le: Date,
): Fait => {
  if (dejaEcrit(r.ecrits, 'conseil', cle)) return ok(undefined)
  const [enseigne, organisme] = [await enseigneParDefaut(tx, visiteur), visiteur.organisme]
  if (!enseigne || !organisme) return refuser('refuse', 'Ce geste ne vous est pas ouvert sur ce dossier.')
  const { repondreA, ...dit } = a
  // Ce qu’ouvre le lien naît ici : la clé du formulaire vient du dehors, et pourrait nommer ce qu’un autre lien ouvre.
  const id = newId<'LienDAvis'>(le)
  const conseil: Conseil = { ...dit, lien: id, demandeLe: jourLocal(le, r.d.g.zone), rendu: null }
  const ecrit = await ecrireAuDossier(tx, r, 'conseil', conseil, { cle, avantLimite: false }, le)
  if (!ecrit.ok) return ecrit
  // Le lien ne naît que d’une tâche, et le courriel qui le porte part d’elle : personne ne reçoit une adresse qui n’ouvre rien encore.
  const lien = `${services.config.origine}${avisDemandeUrl({ jeton: jetonDAvis(services.keys, id) })}`
  const courriel = await retenir(tx, services, {
    a: a.courriel,
    deLaPart: organisme.nom,
    repondreA,
    ...demandeDAvis(r.d, { ...a, lien }, organisme.nom),
  })
  await enqueue(
    tx,
    tacheOuvrirAvis,
    { organisme: organisme.id, activite: enseigne.id, conseil: id, courriel },
    { cle: `avis:${id}` },
  )
  return ecrit
}

/** Recopie l’avis rendu : son sens, ses mots, son jour. */
export const recopierAvis = (
  tx: TenantTx,
  r: Dossier & { readonly d: DossierLu },
  c: ConseilSuivi | undefined,
  rendu: { readonly sens: SensDAvis; readonly texte: string; readonly le: string },
  le: Date,
): Fait => {
  const obstacle = obstacleAuRendu(c, r.moi, rendu.le, jourLocal(le, r.d.g.zone))
  if (obstacle !== undefined || c === undefined) return Promise.resolve(refuser('avis', obstacle ?? ''))
  return ecrireAuDossier(tx, r, 'conseil', { ...c.contenu, rendu }, { cle: c.cle, avantLimite: false }, le)
}

export const lireAvisParLien = (
  { db }: { readonly db: Pick<Database, 'withTenant'> },
  jeton: string,
): Promise<AvisARendre | undefined> => db.withTenant({ genre: 'lien', jeton }, (tx) => avisARendre(tx))

/** Rend l’avis, par son lien, une fois. Rien : le lien ne vaut plus. */
export const rendreAvis = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  jeton: string,
  rendu: { readonly sens: SensDAvis; readonly texte: string },
): Promise<{ readonly vue: AvisARendre; readonly refus?: Refus } | undefined> =>
  db.withTenant({ genre: 'lien', jeton }, async (tx) => {
    const dit = await ecrireAvisRendu(tx, rendu, clock.now())
    const vue = await avisARendre(tx)
    return vue && dit === 'rendu'
      ? { vue }
      : vue && { vue, refus: { code: dit, phrase: 'Cet avis est déjà rendu : il ne se change pas.' } }
  })
