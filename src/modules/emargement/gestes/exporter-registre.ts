import { open } from 'node:fs/promises'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Acces } from '#platform/db/access.ts'
import type { Services } from '#platform/services.ts'
import { ecrireZip } from '#platform/zip/zip.ts'
import { sessionsDuRegistre } from '../db/export.ts'
import { composerExport, type DemandeDExport } from '../documents/export/composer-export.ts'

/**
 * Écrit l’export dans un fichier, par morceaux : la transaction ne dure que le temps d’écrire, jamais celui d’un navigateur
 * lent. Refuse une enseigne seule : la chaîne est celle de toute la coopérative.
 */
export const exporterVers = async (
  services: Pick<Services, 'db' | 'keys' | 'storage' | 'clock'>,
  acces: Acces,
  demande: DemandeDExport,
  fichier: string,
): Promise<Result<{ readonly octets: number }, Refus>> => {
  const fait = await services.db.withTenant(
    acces,
    async (tx, tenant): Promise<Result<{ octets: number }, Refus>> => {
      if (tenant.portee !== '*')
        return refuser(
          'enseigne',
          'Le registre est celui de toute la coopérative : il s’exporte par qui la voit toute.',
        )
      if (demande.session && (await sessionsDuRegistre(tx, demande.session)).length === 0)
        return refuser('introuvable', 'Cette session n’existe pas dans cet organisme.')
      const le = services.clock.now()
      const f = await open(fichier, 'wx', 0o600)
      let octets = 0
      try {
        for await (const bout of ecrireZip(composerExport(services, tx, demande, le), le)) {
          await f.writeFile(bout)
          octets += bout.length
        }
        await f.sync()
      } finally {
        await f.close()
      }
      return ok({ octets })
    },
  )
  return fait ?? refuser('introuvable', 'Cet organisme n’existe pas.')
}
