import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Ports } from '../domain/ports.ts'
import { noterEchec, peutEssayer, type ReglesRalentir } from '../domain/ralentir.ts'

/**
 * Prend un essai, ou dit d'attendre. L'échec est noté AVANT de vérifier : cent essais lancés au même instant
 * comptent pour cent. Qui réussit rend le sien.
 */
export const prendreEssai = (
  { portes }: Pick<Ports, 'portes'>,
  cle: Uint8Array,
  regles: ReglesRalentir,
): Promise<Result<number, Refus<'trop-d-essais'>>> =>
  portes.compter<Result<number, Refus<'trop-d-essais'>>>(cle, (echecs, maintenant) => {
    const permis = peutEssayer(echecs, maintenant, regles)
    if (!permis.ok) return { rendu: permis }
    const { nombre } = noterEchec(echecs, maintenant, regles)
    return { rendu: ok(nombre), nombre }
  })
