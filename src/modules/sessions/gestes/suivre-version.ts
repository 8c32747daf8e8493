import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { seancesFigees } from '../db/occupations.ts'
import { ecrireVersion } from '../db/sessions.ecritures.ts'
import { lireSession, offresAPlanifier } from '../db/sessions.queries.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { refusDeSuivre, versionPlusRecente } from '../domain/version.ts'

export type RefusDeSuivre = Refus<
  'introuvable' | 'perime' | 'version-a-jour' | 'session-commencee' | 'autre-nature'
>

/** Pourquoi cette session garderait la version qu’elle suit ; rien si elle peut en suivre une plus récente. */
export const retientVersion = async (
  tx: TenantTx,
  s: Parameters<typeof refusDeSuivre>[0] & { readonly id: SessionId },
  le: Date,
) => refusDeSuivre(s, (await seancesFigees(tx, s.id)).size > 0, le)

/**
 * La session suit désormais la version en vigueur de son offre, et en prend l’intitulé. Son prix, ses dates, son lieu et sa modalité sont
 * les siens. `version` : celle que la page a montrée, une autre a pu être adoptée depuis. Deux clics n’en font qu’un.
 */
export const suivreVersion = async (
  tx: TenantTx,
  { id, version }: { readonly id: SessionId; readonly version: string },
  le: Date,
): Promise<Result<{ readonly numero: number; readonly change: boolean }, RefusDeSuivre>> => {
  const s = await lireSession(tx, id, { verrouiller: true })
  if (!s) return ko(refus('introuvable', 'Cette session n’existe pas ici.'))
  if (s.versionSuivie?.id === version && !versionPlusRecente(s))
    return ok({ numero: s.versionSuivie.numero, change: false })
  const retenue = await retientVersion(tx, s, le)
  if (retenue) return ko(retenue)
  const offre = (await offresAPlanifier(tx, s.offre))[0]
  if (!offre?.version || s.versionEnVigueur?.id !== version || offre.version !== version)
    return ko(
      refus(
        'perime',
        'Une autre version de l’offre est en vigueur depuis que vous avez ouvert la page : relisez ce qui change.',
      ),
    )
  const { numero } = s.versionEnVigueur
  if (offre.nature !== s.nature)
    return ko(
      refus(
        'autre-nature',
        `La version ${numero} n’est plus une action de même nature : planifiez-en une autre session.`,
      ),
    )
  await ecrireVersion(tx, s, { version: offre.version, intitule: offre.intitule }, le)
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'sessions',
    geste: 'changer-version-session',
    objet: { genre: 'session', id },
    phrase: `{session:${id}} suit désormais la version ${numero} de son offre.`,
    details: {
      version: { de: s.versionSuivie?.numero ?? null, vers: numero },
      ...(offre.intitule === s.intitule ? {} : { intitule: { de: s.intitule, vers: offre.intitule } }),
    },
  })
  return ok({ numero, change: true })
}
