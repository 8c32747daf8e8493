import type { LigneVisiteur } from '../db/visiteur.queries.ts'

export const memeVisiteur = (connu: LigneVisiteur, lu: LigneVisiteur | undefined): boolean =>
  lu !== undefined && JSON.stringify(lu) === JSON.stringify(connu)

/**
 * Par empreinte de témoin, ce que la base a dit la dernière fois de qui le tient : de quoi présumer, jamais de quoi décider. Ni
 * assistance ni audit, dont chaque page se consigne ou se borne. `auPlus` : au-delà, le plus anciennement lu s'oublie.
 */
export const visiteursConnus = (auPlus = 2000) => {
  const lignes = new Map<string, LigneVisiteur>()
  const cle = (empreinte: Uint8Array) => Buffer.from(empreinte).toString('latin1')
  return {
    lire: (empreinte: Uint8Array): LigneVisiteur | undefined => lignes.get(cle(empreinte)),
    oublier: (empreinte: Uint8Array): void => void lignes.delete(cle(empreinte)),
    retenir: (empreinte: Uint8Array, ligne: LigneVisiteur): void => {
      const k = cle(empreinte)
      lignes.delete(k)
      if (ligne.assistance || ligne.lectureSeule) return
      lignes.set(k, ligne)
      const ancienne = lignes.size > auPlus ? lignes.keys().next().value : undefined
      if (ancienne !== undefined) lignes.delete(ancienne)
    },
  }
}
