/**
 * Les liens personnels que qui forme copie, ou imprime en carrés à photographier. Un lien ne naît que dans une tâche ; son
 * secret se tire de l’invitation et du rang de l’envoi, et se retrouve donc ici sans être gardé nulle part.
 */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { derivedToken } from '#platform/auth/token.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import { lireCases, lireDemi } from '../db/lectures.ts'
import {
  emargementsDans,
  invitationsDe,
  preparerInvitation,
  verrouillerSeance,
} from '../db/registre.ecritures.ts'
import type { Demi } from '../domain/ports.ts'
import { fenetreDe, type InscriptionId } from '../domain/signer-demi-journee.ts'
import { auteurDe, type Ou, type Qui, tacheEnvoyerLien } from './composer.ts'

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas, ou n’est pas la vôtre.')

export type LienARemettre = {
  readonly inscription: InscriptionId
  readonly nom: string
  /** Absent tant que la tâche ne l’a pas fait naître. */
  readonly jeton: string | undefined
}

/** Les personnes attendues et leur lien, à qui tient la feuille. */
export const lireLiens = async (
  { db, keys }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<{ readonly demi: Demi; readonly liens: readonly LienARemettre[] }, Refus>> => {
  const rendu = await db.withTenant(
    qui.acces,
    async (tx): Promise<Result<{ demi: Demi; liens: readonly LienARemettre[] }, Refus>> => {
      const demi = await lireDemi(tx, ou.session, ou.seance)
      if (!demi) return introuvable()
      const par = auteurDe(qui, demi)
      if (!par.ok) return par
      const invitations = await invitationsDe(tx, ou.seance)
      const cases = (await lireCases(tx, ou)).filter((c) => c.presence.etat === 'attendue')
      return ok({
        demi,
        liens: cases.map((c) => {
          const v = invitations.get(c.inscription)
          return {
            inscription: c.inscription,
            nom: `${c.personne.prenom} ${c.personne.nom}`,
            jeton: v && v.envois > 0 ? derivedToken(keys, 'emargement', `${v.id}:${v.envois}`) : undefined,
          }
        }),
      })
    },
  )
  return rendu ?? introuvable()
}

/** Demande les liens de qui n’en a pas encore : aucun courriel ne part. Rend combien. */
export const preparerLesLiens = async (
  { db, clock, keys }: Services,
  qui: Qui,
  ou: Ou,
): Promise<Result<number, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx, tenant): Promise<Result<number, Refus>> => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    const par = auteurDe(qui, demi)
    if (!par.ok) return par
    const maintenant = clock.now()
    if (demi.seance.close || maintenant > fenetreDe(demi.seance).fermeLe)
      return refuser(
        'fenetre-fermee',
        'Le temps pour signer est passé : la présence se régularise, avec un motif.',
      )
    const connues = await invitationsDe(tx, ou.seance)
    const sans = (await lireCases(tx, ou)).filter(
      (c) => c.presence.etat === 'attendue' && (connues.get(c.inscription)?.envois ?? 0) === 0,
    )
    for (const c of sans) {
      const { id, envoi } = await preparerInvitation(tx, demi, c.inscription, maintenant)
      await enqueue(
        tx,
        tacheEnvoyerLien,
        { organisme: tenant.organisme, invitation: id, envoi, aLaMain: true },
        { cle: `lien:${id}` },
      )
    }
    if (sans.length > 0)
      await emargementsDans(tx, demi, keys).consigner({
        geste: 'preparer-liens',
        objet: { genre: 'seance', id: demi.seance.id },
        phrase: `{personne:${qui.id}} a préparé des liens d’émargement à remettre en main propre.`,
        le: maintenant,
      })
    return ok(sans.length)
  })
  return rendu ?? introuvable()
}
