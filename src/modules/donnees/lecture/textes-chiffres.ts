/** Ce que la base garde chiffré et qui peut nommer une personne : il faut les clés pour l’y trouver. */
import { genresQui, ouvrirDonnees } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { lirePiecesDesGenres, lireTextesChiffres } from '../db/chiffres.queries.ts'
import { oterDuTexte } from '../domain/termes.ts'
import { type TexteChiffre, textesChiffres } from '../domain/textes-chiffres.ts'

export type TexteARefermer = {
  readonly ou: TexteChiffre
  readonly id: string
  readonly avant: Uint8Array
  readonly apres: Uint8Array
}

/** Les textes chiffrés qui portent ces mots, refermés sans eux. Ce qui ne s’ouvre pas est déjà effacé. */
export const textesSansCesMots = async (
  tx: TenantTx,
  keys: Keys,
  { termes, exacts, par }: { termes: readonly string[]; exacts: readonly string[]; par: string },
): Promise<readonly TexteARefermer[]> => {
  const faits: TexteARefermer[] = []
  for (const ou of textesChiffres)
    for (const { id, octets } of await lireTextesChiffres(tx, ou)) {
      const clair = keys.decrypt(ou.usage, id, octets)
      if (!clair) continue
      const texte = Buffer.from(clair).toString('utf8')
      const sans = oterDuTexte(texte, termes, exacts, par)
      if (sans !== texte) {
        const apres = Buffer.from(ou.sien?.(texte, sans) ?? sans, 'utf8')
        faits.push({ ou, id, avant: octets, apres: keys.encrypt(ou.usage, id, apres) })
      }
    }
  return faits
}

/** Les pièces sensibles dont les données disent ces mots : d’autres que la personne dont elles parlent peuvent y être nommées. */
export const piecesSensiblesQuiDisent = async (
  tx: TenantTx,
  keys: Keys,
  mots: readonly string[],
): Promise<readonly string[]> =>
  (await lirePiecesDesGenres(tx, genresQui('sensible')))
    .filter((p) => {
      const clair = ouvrirDonnees(keys, p)
      return oterDuTexte(clair, mots, [], '') !== clair
    })
    .map((p) => p.id)
