/** Une veille que trois personnes sur quatre disent avoir lue, et une amélioration d’enseigne qui monte à la coopérative. */
import { lejour, type Scene } from './gestes.ts'
import { inscrireAuRegistre } from './langue-et-lien-qualite.ts'
import { agirPour } from './les-tisserands-vie.ts'
import { chemin, type Personne, uniques } from './rejouer.ts'

/** Claire l’inscrit et la transmet à quatre personnes ; Bastien ne l’a pas lue. */
export const lireLaVeille = async (
  s: Scene,
  claire: Personne,
  lectrices: readonly (readonly [Personne, string])[],
): Promise<void> => {
  await inscrireAuRegistre(claire, 'veille-legale', {
    titre: 'Le contrat de sous-traitance dit la conformité au référentiel',
    le: lejour(s, -1),
    source: 'Décret n° 2026-728, indicateur 27',
    analyse:
      'Nos contrats avec les intervenants du dehors ne tracent pas la conformité : il y manque une clause.',
    decision: 'agir',
    motif: 'L’audit de surveillance se prépare, et deux enseignes confient des journées au dehors.',
    effet: 'Modèle de contrat de sous-traitance, version 3',
  })
  const [ligne = ''] = uniques(
    await claire.lire('/qualite/registres/veille-legale?q=sous-traitance'),
    /href="(\/qualite\/registres\/veille-legale\/lignes\/[0-9a-f-]{36})"/g,
  )
  const page = await claire.lire(`${ligne}/diffusion`)
  const compteDe = (nom: string) =>
    new RegExp(`name="gens"[^>]*value="([0-9a-f-]{36})"[^>]*>(?:\\s|<[^>]+>)*${nom}`).exec(page)?.[1] ?? ''
  await claire.envoyer(`${ligne}/diffusion/transmettre`, {
    gens: ['Yann Prigent', 'Gaëlle Riou', 'Salomé Diallo', 'Bastien Lourdel'].map(compteDe),
  })
  const [, , , , , id = ''] = ligne.split('/')
  for (const [qui, suite] of lectrices) await qui.envoyer(`/veilles/${id}`, { suite, rang: '1', dite: '0' })
  // La deuxième complète ce qu’elle en a dit.
  await lectrices[1]?.[0].envoyer(`/veilles/${id}`, {
    suite: 'Le modèle est remplacé dans le dossier commun, et les deux contrats en cours sont repris.',
    rang: '1',
    dite: '1',
  })
}

/** Salomé l’écrit à La Navette et la fait monter ; la coopérative la prend. */
export const faireMonterUneAmelioration = async (claire: Personne, salome: Personne): Promise<void> => {
  await agirPour(salome, 'La Navette')
  const sienne = chemin(
    await salome.envoyer('/ameliorations/nouvelle', {
      titre: 'Dire le matériel à apporter dès la convocation',
      origine: 'appreciation',
      cause: 'Deux groupes de suite sont venus sans cahier ni enregistreur.',
      correction: 'Une ligne « à apporter » dans le message de convocation de chaque atelier.',
    }),
  )
  await salome.envoyer(`${sienne}/monter`, {})
  await claire.envoyer(`${sienne}/prendre`, {})
}
