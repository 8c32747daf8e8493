import { formaterDate } from '#kernel/dates.ts'
import type { Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { RefusPdf, RenderedPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import { champsVides, type PapierCompose } from '../domain/formulaires.ts'
import type { Groupement } from '../domain/groupement.ts'
import type { MemoireCompose } from '../domain/memoire.ts'

/**
 * Un papier en PDF, champs vides visibles. Un formulaire n’est pas une pièce émise : ni numéro, ni empreinte, ni signature, et son pied le dit.
 */
export const composerPapier = (
  { pdf }: Pick<Services, 'pdf'>,
  f: PapierCompose,
  g: Pick<Groupement, 'objet' | 'acheteur'>,
  le: Date,
  pied = `préparé le ${formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))}, à relire avant de déposer`,
): Promise<Result<RenderedPdf, RefusPdf>> =>
  pdf.render({
    gabarit: 'formulaire-marche.v1',
    donnees: {
      organisme: { nom: f.qui === '' ? 'Groupement' : f.qui },
      titre: f.titre,
      version: f.version,
      objet: g.objet,
      acheteur: g.acheteur,
      vides: champsVides(f),
      rubriques: f.rubriques,
      pied: `${f.titre} · ${f.qui} · ${pied}`,
    } as unknown as Record<string, unknown>,
    multilignes: ['valeur'],
    emisLe: le,
  })

/** Le mémoire technique en PDF, tel qu’il part chez l’acheteur. */
export const composerMemoirePdf = (
  { pdf }: Pick<Services, 'pdf'>,
  m: MemoireCompose,
  le: Date,
): Promise<Result<RenderedPdf, RefusPdf>> =>
  pdf.render({
    gabarit: 'memoire-marche.v1',
    donnees: {
      ...m,
      organisme: { nom: m.membres === '' ? 'Groupement' : m.membres },
      pied: `${m.titre} · ${m.objet}`.slice(0, 160),
    } as unknown as Record<string, unknown>,
    multilignes: ['texte'],
    emisLe: le,
  })
