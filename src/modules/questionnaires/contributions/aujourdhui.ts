/** Ce que les questionnaires apportent à la journée : des réponses à suivre, ce qui est à envoyer, à évaluer. */
import { ajouterJours } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import { evaluationsOuvertes, sessionsProches } from '../db/campagnes.ts'
import { lireReglage } from '../db/reglage.ts'
import { listerASuivre } from '../db/reponses.ts'
import { type Genre, genres, sansEnvoi } from '../domain/genres.ts'
import { direDus, dus } from '../domain/moments.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { aSuivreUrl, campagneUrl, questionnairesDeSessionUrl, reponseUrl } from '../liens.ts'

export const contributionsQuestionnaires: Contributions = {
  avertit: true,
  async aFaire(tx, { visiteur, maintenant }) {
    const taches: AFaire[] = []
    const jour = aujourdhui(maintenant)
    const tout = peutVisiteur(visiteur, 'questionnaires.envoyer')
    const anime = visiteur.roles.includes('formateur')
    if (!tout && !anime) return taches
    if (tout) {
      const [suivre, reglage, proches] = await Promise.all([
        listerASuivre(tx, { sansSuite: true, max: 100 }),
        lireReglage(tx),
        sessionsProches(tx, ajouterJours(jour, -90), ajouterJours(jour, 20)),
      ])
      const attendent = suivre.filter(
        (r) => r.qui === null || r.qui === visiteur.personneId || !visiteur.roles.includes('assistant'),
      )
      for (const r of attendent.slice(0, 2))
        taches.push({
          href: reponseUrl({ reponse: r.reponse }),
          verbe: 'Répondre',
          chose: `à ${r.nom || 'une personne'}`,
          detail: `${r.intitule ? `${r.intitule}, ` : ''}${genres[r.genre].nom} : sa réponse demande une suite.`,
          geste: 'Lire',
          avis: 'reponse',
        })
      if (attendent.length > 2)
        taches.push({
          href: aSuivreUrl(),
          verbe: 'Suivre',
          chose: compter(attendent.length - 2, 'autre réponse'),
          detail: 'Des personnes mécontentes, ou qui demandent qu’on les rappelle.',
          geste: 'Voir la liste',
          avis: 'reponse',
        })
      const dues = proches.flatMap((s) =>
        // Ce qui part seul n’attend personne ; ce qui s’évalue attend qui forme.
        dus(s, reglage, jour, { apprentissage: s.nature === 'apprentissage' })
          .filter(
            (g) => !s.ouverts.includes(g) && !reglage.automatiques.includes(g) && !sansEnvoi(g) && presse(g),
          )
          .map((genre) => ({ ...s, genre })),
      )
      const [premier] = dues
      if (premier)
        taches.push({
          href: questionnairesDeSessionUrl({ session: premier.id }),
          verbe: 'Envoyer',
          ...direDus(premier, dues),
          geste: 'Envoyer',
        })
    }
    if (anime)
      for (const e of await evaluationsOuvertes(tx, visiteur.personneId, jour))
        taches.push({
          href: campagneUrl({ campagne: e.campagne }),
          verbe: 'Évaluer',
          chose: compter(e.restent, 'personne'),
          detail: `${e.intitule} : les acquis, objectif par objectif.`,
          geste: 'Évaluer',
        })
    return taches
  },
}

/** Le besoin et le positionnement se recueillent souvent de vive voix : la journée ne réclame que ce qui s’envoie. */
const presse = (g: Genre): boolean => genres[g].ancre === 'fin' && g !== 'insertion'
