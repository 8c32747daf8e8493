import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { creerDemander } from '#platform/reseau/demander.ts'
import type { Ports } from '#platform/reseau/recuperer.ts'

export type Envoyer = (
  url: string,
  message: {
    readonly type: string
    readonly corps: string
    readonly enTetes: Readonly<Record<string, string>>
  },
) => Promise<Result<true, Refus>>

/** Envoie un corps à la passerelle que la coopérative a réglée, une fois ; de sa réponse, seul compte le statut. */
export const creerEnvoyer = (ports: Ports = {}): Envoyer => {
  const demander = creerDemander(ports)
  return async (url, { type, corps, enTetes }) => {
    const lu = await demander(url, {
      methode: 'POST',
      corps,
      sansCorps: true,
      enTetes: { 'content-type': type, ...enTetes },
    })
    if (!lu.ok)
      return lu.error.code === 'injoignable' ? refuser('injoignable', 'La passerelle ne répond pas.') : lu
    return lu.value.statut >= 200 && lu.value.statut < 300
      ? ok(true)
      : refuser('reponse', `La passerelle a refusé l’envoi (réponse ${lu.value.statut}).`)
  }
}
