/** Un écrit confirmé part une fois à chacun : à qui, qui en est écarté et pourquoi. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { cleDAdresse, etatsDAdresses } from '../db/adresses.ts'
import { type Destinataire, destinatairesChoisis, destinatairesDe, type Muet } from '../db/destinataires.ts'
import { confirmerEcrit } from '../db/ecrits.ecritures.ts'
import { type Ecrit, lireEcrit } from '../db/ecrits.ts'
import { deposer } from '../db/messages.ecritures.ts'
import { tacheEnvoyer } from '../domain/taches.ts'

export type Ecarte = { readonly nom: string; readonly courriel: string; readonly pourquoi: string }
export type Envoyables = {
  readonly partent: readonly Destinataire[]
  readonly ecartes: readonly Ecarte[]
  readonly muets: readonly Muet[]
}

export const aQui = async (
  tx: TenantTx,
  session: SessionLue | undefined,
  ecrit: Pick<Ecrit, 'id' | 'publics' | 'nature'>,
  keys: Pick<Keys, 'digest'>,
  organisme: OrganismeId,
): Promise<Envoyables> => {
  const { destinataires, muets } = session
    ? await destinatairesDe(tx, session, ecrit.publics)
    : await destinatairesChoisis(tx, ecrit.id)
  const cles = new Map(destinataires.map((d) => [d.cible, cleDAdresse(keys, organisme, d.courriel)]))
  const { defauts, desabonnees } = await etatsDAdresses(tx, [...cles.values()])
  const partent: Destinataire[] = []
  const ecartes: Ecarte[] = []
  for (const d of destinataires) {
    const hexa = cles.get(d.cible)?.toString('hex') ?? ''
    const pourquoi = defauts.has(hexa)
      ? 'cette adresse ne répond plus'
      : ecrit.nature === 'information' && desabonnees.has(hexa)
        ? 'ne veut plus d’informations'
        : undefined
    if (pourquoi) ecartes.push({ nom: `${d.prenom} ${d.nom}`.trim(), courriel: d.courriel, pourquoi })
    else partent.push(d)
  }
  return { partent, ecartes, muets }
}

/**
 * Confirme et met à la file. `vus` : la révision que montrait la page, et qui l’on a gardé coché. Deux confirmations au même instant :
 * la seconde trouve l’écrit parti, et rien ne repart.
 */
export const envoyerEcrit = async (
  tx: TenantTx,
  ou: {
    /** Absente : hors d’une session, à des personnes choisies. */
    readonly session?: SessionLue | undefined
    readonly ecrit: string
    readonly revision: number
    readonly coches: readonly string[]
    readonly organisme: OrganismeId
    readonly keys: Pick<Keys, 'digest'>
    readonly le: Date
  },
): Promise<
  Result<{ readonly envois: number }, Refus<'introuvable' | 'deja-parti' | 'repris' | 'personne'>>
> => {
  const ecrit = await lireEcrit(tx, ou.ecrit, { verrou: true })
  if (!ecrit || ecrit.session !== (ou.session?.id ?? null))
    return refuser('introuvable', 'Ce message n’existe pas ici.')
  if (ecrit.confirmeLe) return refuser('deja-parti', 'Ce message est déjà parti : il ne part qu’une fois.')
  if (ecrit.revision !== ou.revision)
    return refuser('repris', 'Ce message a été repris depuis que vous avez ouvert cette page : relisez-le.')
  const coches = new Set(ou.coches)
  const { partent } = await aQui(tx, ou.session, ecrit, ou.keys, ou.organisme)
  const gardes = partent.filter((d) => coches.has(d.cible))
  if (gardes.length === 0)
    return refuser('personne', 'Gardez au moins une personne : le message ne partirait à personne.')
  for (const d of gardes) {
    const id = await deposer(
      tx,
      {
        activite: ecrit.activite,
        session: ecrit.session,
        code: 'ecrit',
        ecrit: ecrit.id,
        cle: `ecrit|${ecrit.id}|${d.cible}`,
        adresseCle: cleDAdresse(ou.keys, ou.organisme, d.courriel),
        personne: d.personne,
        inscription: d.inscription,
        nom: `${d.prenom} ${d.nom}`.trim(),
        courriel: d.courriel,
      },
      ou.le,
    )
    if (id) await enqueue(tx, tacheEnvoyer, { organisme: ou.organisme, message: id }, { cle: `etape:${id}` })
  }
  await confirmerEcrit(tx, ecrit.id, ou.le)
  await consigner(tx, {
    activite: ecrit.activite,
    faitLe: ou.le,
    module: 'etapes',
    geste: 'ecrire-a-plusieurs',
    ...(ecrit.session ? { objet: { genre: 'session', id: ecrit.session } } : {}),
    phrase: `Un message part à ${gardes.length} ${gardes.length > 1 ? 'personnes' : 'personne'}${ecrit.session ? ` de {session:${ecrit.session}}` : ', hors d’une session'}.`,
    details: { nature: ecrit.nature, envois: gardes.length },
  })
  return ok({ envois: gardes.length })
}
