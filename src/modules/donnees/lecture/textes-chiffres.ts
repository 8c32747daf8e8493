/** Ce que la base garde chiffré et qui peut nommer une personne : il faut les clés pour l’y trouver. */
import { genresQui, ouvrirDonnees } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { fermerMessage, ouvrirMessage } from '#platform/mail/outbox.ts'
import { lireCourriels, lirePiecesDesGenres, lireTextesChiffres } from '../db/chiffres.queries.ts'
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

/**
 * Les messages en attente qui portent ces mots. Adressé à la personne, ou suivi d’une pièce jointe (que l’on ne relit pas), un message se
 * retire ; les autres partiront sans son nom.
 */
export const courrielsSansCesMots = async (
  tx: TenantTx,
  keys: Keys,
  { termes, exacts, par }: { termes: readonly string[]; exacts: readonly string[]; par: string },
): Promise<
  readonly { readonly id: string; readonly avant: Uint8Array; readonly apres: Uint8Array | null }[]
> =>
  (await lireCourriels(tx)).flatMap(({ id, chiffre }) => {
    const message = ouvrirMessage(keys, id, chiffre)
    if (!message) return []
    const oter = (texte: string) => oterDuTexte(texte, termes, exacts, par)
    const { pieces = [], ...lisible } = message
    const [avant, noms] = [JSON.stringify(lisible), pieces.map((p) => p.nom).join('\n')]
    if (oter(avant) === avant && oter(noms) === noms) return []
    const aElle = oter(message.a) !== message.a
    const apres = aElle || pieces.length > 0 ? null : fermerMessage(keys, id, JSON.parse(oter(avant)))
    return [{ id, avant: chiffre, apres }]
  })

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
