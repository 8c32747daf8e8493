import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { licences } from '#modules/pole/index.ts'
import { precederPdf } from '#platform/fils/preceder-pdf.ts'
import type { Services } from '#platform/services.ts'
import type { Fichier } from '../db/ressources.ts'
import { attributionDe, type Copie } from '../domain/ressources.ts'
import type { AttributionV1 } from './attribution.v1.ts'

/** Ce qui sort : une copie prise, ou un fichier que l’on ouvre pour le lire (`lue`), ce jour-là. */
export type Sortie = Omit<
  Copie,
  'id' | 'ressource' | 'version' | 'genre' | 'dernier' | 'fichierNom' | 'fichierType'
> & { readonly lue?: boolean }

/** L’attribution d’une copie, en clair. */
export const direAttribution = (c: Sortie, cooperative: string) =>
  attributionDe(
    {
      ...c,
      nomDeLaLicence: licences[c.licence].nom,
      nomDeLaSource: c.dApresLicence ? licences[c.dApresLicence].nom : '',
    },
    { cooperative, jour: jourLocal(c.priseLe, ZONE_PAR_DEFAUT), lue: c.lue === true },
  )

/** La copie telle qu’elle sort : le feuillet d’attribution, puis le document. */
export const composerCopie = async (
  { pdf }: Pick<Services, 'pdf'>,
  c: Sortie,
  fichier: Fichier,
  cooperative: string,
): Promise<Result<Fichier, Refus>> => {
  const donnees: AttributionV1 = {
    organisme: { nom: cooperative },
    titre: c.titre,
    auteurs: c.auteurs,
    lignes: direAttribution(c, cooperative).map(([quoi, dit]) => ({ quoi, dit })),
  }
  const feuillet = await pdf.render({ gabarit: 'attribution.v1', donnees, emisLe: c.priseLe })
  if (!feuillet.ok) return feuillet
  const octets = await precederPdf(feuillet.value.pdf, fichier.octets)
  return octets.ok ? ok({ ...fichier, octets: octets.value }) : octets
}
