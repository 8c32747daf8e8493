/** « Relevé de la nuit », dans Aujourd’hui : les constats ouverts les plus récents, et ce qu’a fait le dernier passage. */
import { enVigueur } from '#kernel/parametres.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireCasesPassees } from '#modules/emargement/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { compterOuverts, dernierPassage, listerConstats } from '../db/constats.ts'
import { assiduiteDe, decrochage } from '../domain/assiduite.ts'
import { regles } from '../domain/regles.ts'
import { seuils } from '../domain/seuils.ts'
import { nommerPhrases } from '../gestes/relever.ts'
import { etatDe, motQui } from '../lecture/mots.ts'
import { assiduiteUrl, controlesUrl, lireOu, remedeUrl, sessionControlesUrl } from '../liens.ts'
import { direPassage } from '../pages/controles.page.tsx'

const parCode = new Map(regles.map((r) => [r.code, r]))
const montres = 3

export const contributionsControles: Contributions = {
  async aFaire(tx, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'inscriptions.convoquer')) return []
    const cases = (await lireCasesPassees(tx, maintenant)).filter((c) => c.inscrite)
    const s = enVigueur(seuils, jourLocal(maintenant, ZONE_PAR_DEFAUT))
    return [...Map.groupBy(cases, (c) => c.inscription).values()].flatMap((siennes) => {
      const [premiere] = siennes
      const a = assiduiteDe(siennes)
      const signal = decrochage(a, s)
      if (!premiere || !signal) return []
      return [
        {
          href: assiduiteUrl({ session: premiere.session }),
          verbe: 'Reprendre contact',
          chose: `avec ${premiere.prenom} ${premiere.nom}`,
          detail:
            signal === 'absences-de-suite'
              ? `${compter(a.deSuite, 'absence')} de suite, ${a.taux ?? 0}\u00a0% suivis jusqu’ici.`
              : `${a.taux ?? 0}\u00a0% suivis jusqu’ici, ${compter(a.absences, 'absence')}.`,
          geste: 'Voir son assiduité',
        },
      ]
    })
  },
  async releve(tx, { visiteur }) {
    if (!peutVisiteur(visiteur, 'emargement.lire', { estSien: true })) return undefined
    const tout = peutVisiteur(visiteur, 'emargement.lire')
    const [passage, lus, ouverts] = await Promise.all([
      dernierPassage(tx),
      listerConstats(
        tx,
        { etat: 'ouvert', anime: tout ? undefined : visiteur.personneId },
        { sens: 'apres', cle: undefined },
        montres,
      ),
      tout ? compterOuverts(tx) : 0,
    ])
    if (!passage) return undefined
    const lignes = lus.slice(0, montres)
    const dire = await nommerPhrases(
      tx,
      lignes.map((c) => c.phrase),
    )
    return {
      // Le compte de toute la coopérative ne se montre qu’à qui la lit toute.
      phrase: tout ? direPassage(passage) : 'Ce que les contrôles de la nuit disent de vos sessions.',
      lignes: lignes.map((c) => ({
        etat: etatDe[c.gravite],
        sujet: c.numero,
        href: sessionControlesUrl({ session: c.session }),
        phrase: dire(c.phrase),
        qui: motQui[parCode.get(c.regle)?.qui ?? 'equipe'],
        geste: parCode.get(c.regle)?.remede ?? 'Voir',
        remede: remedeUrl(c.session, lireOu(c.ou)),
      })),
      tous: {
        libelle: tout ? `Tous les constats ouverts (${ouverts})` : 'Tous les constats de vos sessions',
        href: controlesUrl(),
      },
    }
  },
}
