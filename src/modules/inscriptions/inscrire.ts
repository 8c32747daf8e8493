import { createHash } from 'node:crypto'
import type { Id } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter, plier } from '#kernel/texte.ts'
import { type EtatSession, lireSession, type SessionId } from '#modules/sessions/index.ts'
import { creerTiers, homonymes, type Saisie, type Tiers, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { insererInscription } from './db/inscriptions.ecritures.ts'
import { lireInscription, listerInscrits } from './db/inscriptions.queries.ts'

/** `choix` départage une personne déjà connue sous ce nom : elle, ou une autre qui s'appelle comme elle. */
export type Apprenant = Saisie & { readonly choix?: TiersId | 'autre' | undefined }

export type RefusInscrire =
  | Refus<'introuvable' | 'session-fermee' | 'complet' | 'personne'>
  | (Refus<'deja-inscrit' | 'en-double'> & { readonly rang: number })
  | (Refus<'a-departager'> & { readonly rang: number; readonly candidats: readonly Tiers[] })

const ouvertes: ReadonlySet<EtatSession> = new Set(['ouverte', 'confirmee', 'en-cours'])

/** Un identifiant par rang, tiré du jeton du formulaire : le second envoi retombe sur les mêmes. */
const derive = <K extends string>(jeton: string, genre: string, rang: number): Id<K> => {
  const h = createHash('sha256').update(`${genre}\0${jeton}\0${rang}`).digest().subarray(0, 16)
  h[6] = ((h[6] ?? 0) & 0x0f) | 0x80
  h[8] = ((h[8] ?? 0) & 0x3f) | 0x80
  const x = h.toString('hex')
  return `${x.slice(0, 8)}-${x.slice(8, 12)}-${x.slice(12, 16)}-${x.slice(16, 20)}-${x.slice(20)}` as Id<K>
}

const dire = (a: Saisie) => `${a.prenom} ${a.nom}`

/**
 * Inscrit une ou plusieurs personnes, toutes ou aucune. La session est verrouillée d'abord : deux envois pour la
 * dernière place s'attendent, et le second est refusé. Une personne connue sous le même nom est proposée, jamais
 * confondue en silence.
 */
export const inscrire = async (
  tx: TenantTx,
  id: SessionId,
  jeton: string,
  apprenants: readonly Apprenant[],
  le: Date,
): Promise<Result<{ readonly inscrits: number }, readonly RefusInscrire[]>> => {
  const session = await lireSession(tx, id, { verrouiller: true })
  if (!session) return ko([refus('introuvable', 'Cette session n’existe pas ici.')])
  if (await lireInscription(tx, id, derive(jeton, 'inscription', 0)))
    return ok({ inscrits: apprenants.length })
  if (!ouvertes.has(session.etat))
    return ko([
      refus(
        'session-fermee',
        session.etat === 'brouillon'
          ? 'Les inscriptions ne sont pas ouvertes : ouvrez-les d’abord depuis la page de la session.'
          : 'Cette session n’inscrit plus personne.',
      ),
    ])
  if (apprenants.length === 0) return ko([refus('personne', 'Écrivez au moins une personne.')])

  const inscrits = await listerInscrits(tx, id, { enCours: true })
  const refusees: RefusInscrire[] = []
  const reste = session.capacite === null ? Number.POSITIVE_INFINITY : session.capacite - inscrits.length
  if (apprenants.length > reste)
    refusees.push(
      refus(
        'complet',
        `${compter(Math.max(reste, 0), 'place', { zero: 'Il ne reste aucune place' })}${reste > 0 ? ' libre' : ''} pour ${compter(apprenants.length, 'personne')} : personne n’a été inscrit.`,
      ),
    )
  const vus = new Set<string>()
  const retenus: { saisie: Apprenant; personne: TiersId | undefined }[] = []
  for (const [rang, a] of apprenants.entries()) {
    const cle =
      a.choix && a.choix !== 'autre' ? a.choix : `${plier(`${a.nom} ${a.prenom}`)}\0${a.courriel ?? ''}`
    if (vus.has(cle))
      refusees.push({ ...refus('en-double', `${dire(a)} est écrit deux fois dans cette liste.`), rang })
    vus.add(cle)
    const candidats =
      a.choix === 'autre'
        ? []
        : await homonymes(tx, session.activite, { prenom: a.prenom, nom: a.nom, courriel: a.courriel })
    const choisie = candidats.find((t) => t.id === a.choix)
    if (candidats.length > 0 && !choisie) {
      refusees.push({
        ...refus('a-departager', `${dire(a)} est peut-être déjà connu : dites si c’est la même personne.`),
        rang,
        candidats,
      })
      continue
    }
    if (choisie && inscrits.some((i) => i.personne === choisie.id))
      refusees.push({ ...refus('deja-inscrit', `${dire(a)} est déjà inscrit à cette session.`), rang })
    retenus.push({ saisie: a, personne: choisie?.id })
  }
  if (refusees.length > 0) return ko(refusees)

  for (const [rang, { saisie, personne: connue }] of retenus.entries()) {
    const personne = connue ?? derive<'Tiers'>(jeton, 'tiers', rang)
    if (!connue) await creerTiers(tx, personne, session.activite, saisie, le)
    const inscription = derive<'Inscription'>(jeton, 'inscription', rang)
    await insererInscription(tx, { id: inscription, activite: session.activite, session: id, personne }, le)
    await consigner(tx, {
      activite: session.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'inscrire',
      objet: { genre: 'inscription', id: inscription },
      phrase: `{tiers:${personne}} est inscrit à {session:${id}}.`,
    })
  }
  return ok({ inscrits: retenus.length })
}
