import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { demandeDAvis } from '../documents/courriels.ts'
import { type Conseil, type ConseilSuivi, obstacleAuRendu, type SensDAvis } from '../domain/conseil.ts'
import { dejaEcrit } from '../domain/ecrits.ts'
import type { DossierLu } from '../domain/groupement.ts'
import { ecrireAuDossier } from './reponse.ts'

type Dossier = Parameters<typeof ecrireAuDossier>[1]
type Fait = Promise<Result<undefined, Refus>>

/** Demande un avis : la demande part par courriel, et chaque membre la lit au dossier. Le même envoi, deux fois, n’en fait partir qu’une. */
export const demanderAvis = async (
  tx: TenantTx,
  services: Pick<Services, 'keys'>,
  r: Dossier & { readonly d: DossierLu },
  { cle, cooperative }: { readonly cle: string; readonly cooperative: string },
  a: Pick<Conseil, 'nom' | 'qualite' | 'courriel' | 'question'> & { readonly repondreA: string },
  le: Date,
): Fait => {
  if (dejaEcrit(r.ecrits, 'conseil', cle)) return ok(undefined)
  const { repondreA, ...dit } = a
  const conseil: Conseil = { ...dit, demandeLe: jourLocal(le, r.d.g.zone), rendu: null }
  const ecrit = await ecrireAuDossier(tx, r, 'conseil', conseil, { cle, avantLimite: false }, le)
  if (ecrit.ok)
    await sendLater(tx, services, {
      a: a.courriel,
      deLaPart: cooperative,
      repondreA,
      ...demandeDAvis(r.d, a, cooperative),
    })
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
