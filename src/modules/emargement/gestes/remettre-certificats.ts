/** Signer les certificats d’une session d’un geste, et remettre à chacun le sien par son lien. */
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { etatsDesPreuves, signerPreuves } from '#modules/documents/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { Services } from '#platform/services.ts'
import type { SessionId } from '../domain/ports.ts'
import { lireCertificats } from './emettre-certificats.ts'
import { envoyerPreuves } from './envoyer-preuves.ts'

export type Signataire = {
  readonly acces: Acces
  readonly id: PersonneId
  readonly ip: string
  readonly agent: string
}

/** Les certificats qui valent : émis, et d’accord avec le registre d’aujourd’hui. */
const valables = async (services: Services, acces: Acces, session: SessionId) => {
  const lues = await lireCertificats(services, acces, session)
  return lues?.lignes.flatMap((l) => (l.piece && !l.perime ? [{ ...l, piece: l.piece.id }] : []))
}
const introuvable = () => refuser('introuvable', 'Cette session n’existe pas, ou n’est pas la vôtre.')

export const signerCertificats = async (
  services: Services,
  qui: Signataire,
  session: SessionId,
): Promise<Result<{ readonly signees: number }, Refus>> => {
  const lignes = await valables(services, qui.acces, session)
  return lignes
    ? signerPreuves(
        services,
        qui,
        lignes.map((l) => l.piece),
      )
    : introuvable()
}

/** Ne part que ce qui est signé ; rejoué, le geste n’envoie rien deux fois. */
export const remettreCertificats = async (
  services: Services,
  acces: Acces,
  session: SessionId,
): Promise<Result<{ readonly parties: number; readonly sansCourriel: readonly string[] }, Refus>> => {
  const lignes = await valables(services, acces, session)
  if (!lignes) return introuvable()
  const rendu = await services.db.withTenant(acces, async (tx, tenant) => {
    const etats = await etatsDesPreuves(
      tx,
      lignes.map((l) => l.piece),
    )
    const signees = lignes.filter((l) => etats.get(l.piece)?.signee)
    return ok(
      await envoyerPreuves(
        services,
        tx,
        tenant.organisme,
        'certificat',
        signees.map(({ inscription: i, piece }) => ({
          piece,
          activite: i.activite,
          inscription: i.id,
          nom: `${i.prenom} ${i.nom}`,
          courriel: i.courriel,
          role: 'stagiaire',
          phrase: `Le certificat de {tiers:${i.personne}} lui est remis par courriel.`,
        })),
      ),
    )
  })
  return rendu ?? introuvable()
}
