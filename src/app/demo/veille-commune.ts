/** Une source partagée au pôle par Langue & Lien ; Les Tisserands la reprennent, et la décident chez eux. */
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { chemin, type Personne, uniques } from './rejouer.ts'

export const partagerUneVeille = async (
  maintenant: Date,
  maiwenn: Personne,
  claire: Personne,
): Promise<void> => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const dire = (ecart: number) => formaterDate(ajouterJours(jour, ecart), 'chiffres')
  const [pole] = uniques(await maiwenn.lire('/poles'), /href="(\/poles\/0[0-9a-f-]{35})"/g)
  if (!pole || (await claire.lire('/qualite/veille')).includes('Le référentiel qualité change')) return
  const source = {
    genre: 'legale',
    titre: 'Le référentiel qualité change : trente-trois indicateurs',
    source: 'Décret n° 2026-728 du 1er août 2026',
    parueLe: dire(-60),
    resume:
      'Une procédure contre les violences, une analyse des risques, la conformité tracée dans les contrats de sous-traitance ; un indicateur de plus en apprentissage.',
    impact: 'La procédure d’accueil et les contrats de sous-traitance.',
  }
  await maiwenn.envoyer(`${pole}/veille`, source)
  await maiwenn.envoyer(`${pole}/veille`, {
    ...source,
    genre: 'pedagogie',
    titre: 'Évaluer à l’oral sans intimider : retour d’un groupe de pratiques',
    source: 'Groupe de pratiques du pôle',
    parueLe: dire(-20),
    resume: 'Trois grilles essayées, celle que les stagiaires ont préférée, et ce qui n’a pas marché.',
    impact: 'Les évaluations de fin de formation.',
  })
  const [premiere] = uniques(
    await claire.lire('/qualite/veille'),
    /action="(\/qualite\/veille\/[0-9a-f-]{36})"/g,
  )
  if (!premiere) return
  const ligne = chemin(await claire.envoyer(premiere, {}))
  await claire.envoyer(ligne, {
    rang: '1',
    titre: 'Évaluer à l’oral sans intimider',
    le: dire(0),
    source: 'Groupe de pratiques du pôle',
    analyse:
      'Nos ateliers d’écriture évaluent à l’écrit seul : l’oral dirait mieux ce que chacun sait faire.',
    decision: 'agir',
    motif: 'Deux entrepreneures l’essaient ce trimestre.',
    diffusion: 'Les six enseignes, à la réunion d’équipe',
    effet: 'Grille d’évaluation orale, version 1',
  })
}
