/** Les certificats d’une session qui disent encore vrai, et leur compilation. */
import type { TenantTx } from '#platform/db/index.ts'
import type { Compilation } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import { derniersCertificats, lireInscriptions, lireSession } from '../db/certificats.ts'
import { hacher } from '../documents/emissions-communes.ts'
import type { SessionId } from '../domain/ports.ts'
import { lireDossiers } from './lire-dossiers.ts'

type ACompiler = { readonly numero: string; readonly libelle: string; readonly fichier: string }

/** « Tous les certificats, un fichier » : ce que dit son titre et son plan, de la session et de ses pièces dans l’ordre des noms. */
export const compilationDesCertificats = (session: string, pieces: readonly ACompiler[]): Compilation => ({
  titre: `Certificats de réalisation, session ${session}`,
  noms: pieces.map((p) => `${p.numero}, ${p.libelle.split(',')[0]}`),
  fichiers: pieces.map((p) => p.fichier),
})

/** De chaque personne d’une session : son dossier, et le certificat qui vaut. */
export const lireJuges = async (
  services: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  id: SessionId,
) => {
  const [session, inscriptions] = await Promise.all([lireSession(tx, id), lireInscriptions(tx, id)])
  if (!session) return undefined
  const [dossiers = [], derniers] = await Promise.all([
    lireDossiers(services, tx, id, inscriptions),
    derniersCertificats(
      tx,
      inscriptions.map((i) => i.id),
    ),
  ])
  const juges = inscriptions.flatMap((inscription, i) => {
    const dossier = dossiers[i]
    if (!dossier?.ok) return []
    const dernier = derniers.get(inscription.id)
    const perime = dernier !== undefined && dernier.faits !== hacher(dossier.value.faits)
    return [{ inscription, dossier: dossier.value, dernier, perime }]
  })
  return { session, juges }
}

/** Les certificats d’une session qui disent encore vrai, dans l’ordre des noms. */
export const certificatsQuiValent = async (
  services: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  id: SessionId,
) => {
  const lus = await lireJuges(services, tx, id)
  return (
    lus && {
      session: lus.session.numero,
      pieces: lus.juges.flatMap(({ dernier, perime }) => (dernier && !perime ? [dernier.piece] : [])),
    }
  )
}
