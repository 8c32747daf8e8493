import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Ports } from '../domain/ports.ts'
import { prouver, type RefusSecondFacteur } from './second-facteur.ts'

/**
 * `laquelle` : une session, ou toutes les autres. Rend combien d’appareils sont déconnectés. Demande le mot de passe : qui a pris un
 * appareil laissé ouvert ne ferme pas les autres à la personne.
 */
export const deconnecterUnAppareil =
  (ports: Ports) =>
  async (
    jeton: string,
    motDePasse: string,
    laquelle: string | 'autres',
  ): Promise<Result<number, RefusSecondFacteur | Refus<'introuvable'>>> => {
    let fermees: number | null = null
    const prouve = await prouver(ports, jeton, motDePasse, async (empreinte, derivee) => {
      fermees = await ports.portes.revoquerSession(
        empreinte,
        derivee,
        laquelle === 'autres' ? null : laquelle,
      )
      return fermees !== null
    })
    if (!prouve.ok) return prouve
    return !fermees && laquelle !== 'autres'
      ? refuser('introuvable', 'Cette session est déjà fermée.')
      : ok(fermees ?? 0)
  }
