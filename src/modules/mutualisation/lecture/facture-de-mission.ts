/** Où en est la pièce d’une mission, chez qui envoie, ou d’une location, chez qui prête : la page, la journée et le geste qui la prépare lisent la même réponse. */
import { lireProjet, type ProjetId } from '#modules/facturation/index.ts'
import { derive, type TenantTx } from '#platform/db/index.ts'
import { facturesEmises } from '../db/appels.ts'
import type { ReservationId } from '../domain/biens.ts'
import type { MissionId } from '../domain/missions.ts'

export type FactureDeMission = {
  /** Le projet d’aujourd’hui ; sa clé vient de la mission, et un second appel le retrouve. */
  readonly projet: ProjetId
  /** Nul : à préparer, parce qu’il n’y en a pas, qu’il est abandonné, ou qu’un avoir a annulé toute la facture d’avant. */
  readonly etat: string | null
  /** Toutes taxes comprises, en centimes ; les avoirs en moins, de chaque facture qui fut émise pour elle. */
  readonly emises: readonly { readonly ttc: number }[]
}

/** Une facture annulée d’un avoir total ne se refait pas : la suivante est un autre projet, du rang d’après. */
export const factureDe = async (
  tx: TenantTx,
  mission: MissionId | ReservationId,
): Promise<FactureDeMission> => {
  const emises: { ttc: number }[] = []
  for (let rang = 0; ; rang++) {
    const projet =
      rang === 0
        ? (mission as string as ProjetId)
        : derive<'ProjetFacture'>(mission, 'facture-de-mission', rang)
    const etat = (await lireProjet(tx, projet))?.etat
    if (etat === undefined || etat === 'abandonne') return { projet, etat: null, emises }
    const siennes = await facturesEmises(tx, projet)
    emises.push(...siennes)
    const annulee = siennes.length > 1 && siennes.reduce((t, f) => t + f.ttc, 0) === 0
    if (!annulee) return { projet, etat, emises }
  }
}
