import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { lectureDe, lireFigees, lireLeursOctets } from '#modules/documents/index.ts'
import { objetsSiens } from '#modules/inscriptions/index.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import type { SessionId } from '../domain/ports.ts'
import { certificatsQuiValent, compilationDesCertificats } from '../lecture/certificats-qui-valent.ts'

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
  const lu = await services.db.withTenant(visiteur.acces, async (tx) => {
    const certificats = await certificatsQuiValent(services, tx, id)
    if (!certificats) return undefined
    const { session, pieces } = certificats
    if (pieces.length === 0)
      return refuser('rien-a-reunir', 'Aucun certificat de cette session n’est encore émis.')
    if (pieces.length > auPlus)
      return refuser('trop', `Plus de ${auPlus} certificats : imprimez-les depuis la liste des documents.`)
    const lecture = await lectureDe(tx, { siens: objetsSiens }, visiteur, services.clock.now())
    const figees = await lireFigees(tx, pieces, lecture)
    const quoi = compilationDesCertificats(session, figees)
    // Réunis d’avance, leurs octets n’ont pas à se relire : la lecture vient de dire que cette personne lit chacun d’eux.
    const dAvance = figees.length === pieces.length ? services.pdf.dAvance?.reunie(quoi) : undefined
    const octets = dAvance ? [] : await lireLeursOctets(services, tx, figees)
    return dAvance || octets.length === pieces.length
      ? ok({ numero: session, quoi, dAvance, octets })
      : refuser('illisible', 'Un certificat n’a pas pu être relu : rien n’a été réuni.')
  })
  if (!lu?.ok) return lu
  const { numero, quoi, dAvance, octets } = lu.value
  const fait = await dAvance
  if (fait) return ok({ numero, pdf: fait })
  // L’atelier n’a pas pu les réunir : il les a oubliés, et ils se relisent.
  if (dAvance) return reunirCertificats(services, visiteur, id)
  return ok({
    numero,
    pdf: reunirPdf(
      octets.map((p) => p.octets),
      quoi,
    ),
  })
}
