import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { lectureDe, lireOctets } from '#modules/documents/index.ts'
import { objetsSiens } from '#modules/inscriptions/index.ts'
import { toutes } from '#platform/db/toutes.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import type { SessionId } from '../domain/ports.ts'
import { lireCertificats } from './emettre-certificats.ts'

/** Au-delà, un fichier groupé pèserait plus qu’une page ne doit tenir en mémoire. */
const auPlus = 60

/**
 * Les certificats émis d’une session en un fichier, pour l’impression d’un geste. Une compilation des pièces figées,
 * signées s’il y a lieu, dans l’ordre des noms : rien n’est composé, ni numéroté, ni rangé. Un certificat périmé n’y est pas.
 */
export const reunirCertificats = async (
  services: Services,
  visiteur: Visiteur,
  id: SessionId,
): Promise<Result<{ readonly pdf: Uint8Array; readonly numero: string }, Refus> | undefined> => {
  const lues = await lireCertificats(services, visiteur.acces, id)
  if (!lues) return undefined
  const emises = lues.lignes.flatMap((l) => (l.piece && !l.perime ? [l.piece.id] : []))
  if (emises.length === 0)
    return refuser('rien-a-reunir', 'Aucun certificat de cette session n’est encore émis.')
  if (emises.length > auPlus)
    return refuser('trop', `Plus de ${auPlus} certificats : imprimez-les depuis la liste des documents.`)
  const pieces = await services.db.withTenant(visiteur.acces, async (tx) => {
    const lecture = await lectureDe(tx, { siens: objetsSiens }, visiteur, services.clock.now())
    const rendues = await toutes(emises.map((p) => lireOctets(services, tx, p, lecture)))
    return rendues.filter((lue) => lue !== undefined)
  })
  if (!pieces || pieces.length !== emises.length)
    return refuser('illisible', 'Un certificat n’a pas pu être relu : rien n’a été réuni.')
  return ok({
    numero: lues.session.numero,
    pdf: reunirPdf(
      pieces.map((p) => p.octets),
      {
        titre: `Certificats de réalisation, session ${lues.session.numero}`,
        noms: pieces.map((p) => `${p.numero}, ${p.libelle.split(',')[0]}`),
      },
    ),
  })
}
