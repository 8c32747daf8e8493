import { de } from '#kernel/texte.ts'
import type { Services } from '#platform/services.ts'
import { repondreArchive } from '#web/http/archive.ts'
import type { EchantillonLu, FichierRemis } from '../db/missions.ts'
import { lirePhotoFigee, pourAuditeur } from '../domain/photo.ts'
import { jourDe } from './audit-vue.tsx'
import { archiveDePhoto } from './dossier-archive.tsx'

/**
 * Les preuves de l’échantillon, remises à qui audite du dehors : le pair comme le porteur d’un lien. Chaque pièce passe par la porte,
 * qui écrit la lecture. Rien : l’échantillon n’est pas tiré.
 */
export const archiveRemise = async (
  lu: EchantillonLu,
  lireFichier: (piece: string) => Promise<FichierRemis | undefined>,
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
): Promise<Response | undefined> => {
  const photo = lirePhotoFigee(lu.photo)
  if (!photo) return undefined
  const pieces = photo.pieces.map((p) => ({
    id: p.id,
    libelle: p.libelle,
    lire: async () => {
      const remis = await lireFichier(p.id)
      return remis && { octets: await storage.open(remis), type: remis.type }
    },
  }))
  return repondreArchive(
    'preuves-par-indicateur',
    archiveDePhoto(pourAuditeur(photo), pieces, {
      titre: `Les preuves ${de(photo.organisme)}, par indicateur`,
      prisLe: lu.ouvertLe ? jourDe(lu.ouvertLe) : '',
    }),
    clock.now(),
  )
}
