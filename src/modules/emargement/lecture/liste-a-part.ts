import type { DateCivile } from '#kernel/dates.ts'
import type { Result } from '#kernel/result.ts'
import type { Zone } from '#kernel/zones.ts'
import { lireAPart, type RefusAPart } from '#platform/fils/lire-a-part.ts'
import type { ListeLue, RefusListe } from './liste-connexion.ts'

/** Deux mégaoctets, deux mille lignes : quelques dizaines de millisecondes. Se lit avant d’ouvrir la transaction qui la garde. */
const bornes = { millisecondes: 5_000, memoire: 256 }

/** `lireListeConnexion`, hors du fil des pages, bornée en temps et en mémoire. */
export const lireListeAPart = async (
  octets: Uint8Array,
  zone: Zone,
  jour: DateCivile,
): Promise<Result<ListeLue, RefusListe | RefusAPart>> => {
  const rendu = await lireAPart<Result<ListeLue, RefusListe>, never>(
    ['modules', 'emargement', 'lecture', 'liste.ouvrier.ts'],
    { octets, zone, jour },
    bornes,
  )
  return rendu.ok ? rendu.value.fin : rendu
}
