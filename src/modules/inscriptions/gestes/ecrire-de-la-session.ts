/** Un courriel qui dit ce qui change d’une session : de la part de la coopérative, suivi comme un avis. */
import { saluer } from '#kernel/texte.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'

/** Écrit à chacun de ceux qui ont un courriel, une fois par boîte ; rend combien. `objet` précède l’intitulé. */
export const ecrireDeLaSession = async (
  services: Pick<Services, 'keys'>,
  tx: TenantTx,
  session: Pick<SessionLue, 'id' | 'activite' | 'intitule'>,
  a: readonly { readonly nom: string; readonly courriel: string | null; readonly inscription?: string }[],
  { objet, corps }: { readonly objet: string; readonly corps: string },
): Promise<number> => {
  const maison = await lireOrganisme(tx)
  const ecrites = new Set<string>()
  for (const { nom, courriel, inscription } of a) {
    if (!courriel || !isMailAddress(courriel) || ecrites.has(courriel.toLowerCase())) continue
    ecrites.add(courriel.toLowerCase())
    await sendLater(tx, services, {
      a: courriel,
      suivi: {
        activite: session.activite,
        etape: 'avis-dates',
        session: session.id,
        objet: inscription ?? null,
      },
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      objet: `${objet}\u00a0: ${session.intitule}`,
      texte: `${saluer(nom)}\n\n${corps}\n\n${maison.nom}\n`,
    })
  }
  return ecrites.size
}
