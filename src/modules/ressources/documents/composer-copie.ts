import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { licences } from '#modules/pole/index.ts'
import { precederPdf } from '#platform/fils/preceder-pdf.ts'
import type { Services } from '#platform/services.ts'
import type { Fichier } from '../db/ressources.ts'
import { attributionDe, type Copie } from '../domain/ressources.ts'
import type { AttributionV1 } from './attribution.v1.ts'

/** L’attribution d’une copie, en clair. */
export const direAttribution = (c: Copie, cooperative: string) =>
  attributionDe(
    { ...c, nomDeLaLicence: licences[c.licence].nom },
    { cooperative, jour: jourLocal(c.priseLe, ZONE_PAR_DEFAUT) },
  )

/** La copie telle qu’elle sort : le feuillet d’attribution, puis le document. */
export const composerCopie = async (
  { pdf }: Pick<Services, 'pdf'>,
  c: Copie,
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
  return octets
    ? ok({ ...fichier, octets })
    : ko(
        refus(
          'illisible',
          'Ce PDF ne se lit plus : demandez une autre version à la coopérative qui l’a déposé.',
        ),
      )
}
